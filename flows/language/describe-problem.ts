import type { Language } from '#flows/text/language.ts';
import type { Problem } from './problem.ts';
import type { ProblemText } from './problem-catalogue.ts';
import { problemTexts, problemWords } from './problems.generated.ts';

const hole = /\{([a-z][A-Za-z]*)\}/g;

/**
 * The problem as a person reads it: what is wrong, and what to do. An unknown code is answered with the code itself.
 * `own` says some of it in other words, for readers who do not see the text of the flow.
 */
export function describeProblem(
  problem: Pick<Problem, 'code' | 'params'>,
  language: Language,
  own: Partial<ProblemText> = {},
): ProblemText {
  if (!Object.hasOwn(problemTexts, problem.code)) return { message: problem.code, help: '' };
  const { message, help } = { ...problemTexts[problem.code as keyof typeof problemTexts][language], ...own };
  const words = new Map(Object.entries(problem.params).map(([name, value]) => [name, wordFor(value, language)]));
  return { message: fill(message, words), help: fill(help, words) };
}

function fill(text: string, words: Map<string, string>): string {
  return text
    .replace(/\s*\[\[(.*?)\]\]/g, (optional, part: string) =>
      holesOf(part).every((name) => words.has(name)) ? optional.replace('[[', '').replace(']]', '') : '',
    )
    .replace(hole, (whole, name: string) => words.get(name) ?? whole);
}

function holesOf(part: string): string[] {
  return [...part.matchAll(hole)].map((match) => match[1] as string);
}

function wordFor(value: string | number, language: Language): string {
  const words = String(value)
    .split('|')
    .map((word) => (Object.hasOwn(problemWords, word) ? problemWords[word]?.[language] : undefined));
  if (words.some((word) => word === undefined)) return String(value);
  return words.join(language === 'en' ? ' or ' : '或');
}
