import type { Problem } from './problem.ts';

/** One message in one language; `help` says what to do. Holes are `{name}`, `[[ ]]` is left out when a hole in it is empty. */
export interface ProblemText {
  message: string;
  help: string;
}

/** One heading of problems.md. */
export interface ProblemEntry {
  code: string;
  severity: Problem['severity'];
  en: ProblemText;
  zh: ProblemText;
  /** Fenced block that shows the problem, fences included. */
  example: string;
  /** Names of the holes; those that stand in `[[ ]]` only are optional. */
  holes: { name: string; optional: boolean }[];
}

/** Reads problems.md. Throws an Error naming the heading when an entry is incomplete, doubled or untranslated. */
export function readProblemCatalogue(markdown: string): ProblemEntry[] {
  const sections = markdown.split(/^## /m).slice(1);
  const entries = sections.map(readSection);
  const seen = new Set<string>();
  for (const { code } of entries) {
    if (seen.has(code)) throw new Error(`problems.md has two headings "${code}"`);
    seen.add(code);
  }
  return entries.sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Reads the table of words, `@text` and the like, that holes may be filled with. */
export function readProblemWords(markdown: string): { word: string; en: string; zh: string }[] {
  return [...markdown.matchAll(/^\| (@\w+) +\| (.+?) +\| (.+?) +\|$/gm)].map(([, word, en, zh]) => ({
    word: word as string,
    en: en as string,
    zh: zh as string,
  }));
}

function readSection(section: string): ProblemEntry {
  const heading = /^([a-z][A-Za-z0-9]*) \((error|warning|info)\)\n/.exec(section);
  if (!heading) throw new Error(`problems.md: "## ${section.split('\n')[0]}" is not "## code (error|warning|info)"`);
  const [, code, severity] = heading as unknown as [string, string, Problem['severity']];
  const body = section.slice(heading[0].length);
  const example = /^```[a-z]*\n[\s\S]*?\n```$/m.exec(body)?.[0];
  if (!example) throw new Error(`problems.md: ${code} has no fenced example`);
  const blocks = body
    .replace(example, '')
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '');
  const [quote, helpEn, helpZh] = blocks;
  const lines = quote?.split('\n') ?? [];
  if (blocks.length !== 3 || lines.length !== 2 || !lines.every((line) => line.startsWith('> '))) {
    throw new Error(`problems.md: ${code} needs "> English" and "> 中文" lines, then one paragraph of help in each`);
  }
  const en = { message: (lines[0] as string).slice(2), help: joinLines(helpEn as string) };
  const zh = { message: (lines[1] as string).slice(2), help: joinLines(helpZh as string) };
  if (!/\p{Script=Han}/u.test(zh.message) || !/\p{Script=Han}/u.test(zh.help)) {
    throw new Error(`problems.md: ${code} is not translated`);
  }
  const holes = holesOf(en);
  if (JSON.stringify(holes) !== JSON.stringify(holesOf(zh))) {
    throw new Error(`problems.md: the holes of ${code} differ between the languages`);
  }
  return { code, severity, en, zh, example, holes };
}

function joinLines(paragraph: string): string {
  return paragraph.replaceAll('\n', ' ');
}

function holesOf(text: ProblemText): ProblemEntry['holes'] {
  const whole = `${text.message}\n${text.help}`;
  const always = holeNames(whole.replace(/\[\[.*?\]\]/g, ''));
  return [...holeNames(whole)].sort().map((name) => ({ name, optional: !always.has(name) }));
}

function holeNames(text: string): Set<string> {
  return new Set([...text.matchAll(/\{([a-z][A-Za-z]*)\}/g)].map((match) => match[1] as string));
}
