import type { ProblemEntry, ProblemText, readProblemWords } from './problem-catalogue.ts';

/** Source of problems.generated.ts: texts of every problem and the types of their holes. */
export function renderProblemsModule(entries: ProblemEntry[], words: ReturnType<typeof readProblemWords>): string {
  const params = entries.map(({ code, holes }) => {
    const fields = holes.map(
      ({ name, optional }) => `${name}${optional ? '?' : ''}: string | number${optional ? ' | undefined' : ''}`,
    );
    return `  ${code}: { ${fields.join('; ')} };`.replace('{  }', 'Record<string, never>');
  });
  const texts = entries.map(
    ({ code, severity, en, zh }) =>
      `  ${code}: {\n    severity: '${severity}',\n    en: ${text(en)},\n    zh: ${text(zh)},\n  },`,
  );
  return `// Made by \`npm run generate\` from problems.md.
export interface ProblemParams {
${params.join('\n')}
}

export type ProblemCode = keyof ProblemParams;

export const problemTexts: Record<
  ProblemCode,
  Readonly<{
    severity: 'error' | 'warning' | 'info';
    en: { message: string; help: string };
    zh: { message: string; help: string };
  }>
> = {
${texts.join('\n')}
};

export const problemWords: Readonly<Record<string, { en: string; zh: string }>> = {
${words.map(({ word, en, zh }) => `  '${word}': { en: ${JSON.stringify(en)}, zh: ${JSON.stringify(zh)} },`).join('\n')}
};
`;
}

function text({ message, help }: ProblemText): string {
  return `{ message: ${JSON.stringify(message)}, help: ${JSON.stringify(help)} }`;
}

/** The page docs/problems.md for people. */
export function renderProblemsPage(entries: ProblemEntry[]): string {
  const sections = entries.map(({ code, severity, en, zh, example }) =>
    [`## ${code}`, `*${severity}*`, forReaders(en), forReaders(zh), example].join('\n\n'),
  );
  return `<!-- Made by \`npm run generate\` from flows/language/problems.md. -->

# Problems

Every message Millrace gives about a flow, by its code. Words in braces stand for names out of your flow.

${sections.join('\n\n')}
`;
}

function forReaders({ message, help }: ProblemText): string {
  return `**${message.replace(/\s*\[\[(.*?)\]\]/g, '')}**\n\n${help.replace(/\s*\[\[(.*?)\]\]/g, '')}`;
}
