import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCommand } from './commands.ts';

/** Of every command. */
const everywhere = ['json', 'lang', 'help'];
const scripts = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts);
const variables = new Set(
  globSync('{cli,functions,infra,test}/**/*.{ts,mjs}', { exclude: ['cli/named-in-texts.test.ts'] }).flatMap(
    (file) => readFileSync(file, 'utf8').match(/\bMILLRACE_[A-Z_]+\b/g) ?? [],
  ),
);

/** What a text tells its reader to type or to open, and whether that exists. */
function leadsNowhere(file: string, text: string): string[] {
  const said: [string, boolean][] = [
    ...all(text, /\bmillrace ((?:[a-z]+(?:-[a-z]+)*)(?: [a-z]+(?:-[a-z]+)*)*)((?: --[a-z-]+)*)/g)
      .filter(({ index }) => isCode(text, index))
      .map(
        ({ 0: whole, 1: words, 2: options }) => [whole, isCommand(words!.split(' '), options!)] as [string, boolean],
      ),
    ...all(text, /\bnpm run (?:-s )?([a-z:]+)/g).map(
      ({ 0: whole, 1: name }) => [whole, scripts.includes(name!)] as [string, boolean],
    ),
    ...all(text, /\bMILLRACE_[A-Z]+(?:_[A-Z]+)*\b/g).map(
      ({ 0: name }) => [name, variables.has(name)] as [string, boolean],
    ),
    ...all(text, /\]\((?!https?:|mailto:)([^)\s]+)\)/g).map(
      ({ 1: link }) => [link!, isThere(file, link!)] as [string, boolean],
    ),
    ...all(text, /\bdocs\/[\w./-]+\.md(?:#[\w-]+)?/g).map(
      ({ 0: link }) => [link, isThere('.', link)] as [string, boolean],
    ),
  ];
  return said.filter(([, exists]) => !exists).map(([what]) => `${file}: ${what}`);
}

function all(text: string, pattern: RegExp): RegExpExecArray[] {
  return [...text.matchAll(pattern)];
}

/** Prose speaks of "millrace" as a word too: only what stands behind `npx`, a back quote or at the head of a line is typed. */
function isCode(text: string, index: number): boolean {
  return /(npx |`|\n|^|\$ |")$/.test(text.slice(Math.max(0, index - 4), index));
}

function isCommand(words: string[], options: string): boolean {
  if (words[0] === 'help') return true;
  const { command } = findCommand(words);
  if (!command) return false;
  const known = [...Object.keys(command.options ?? {}), ...everywhere];
  return (options.match(/--[a-z-]+/g) ?? []).every((option) => known.includes(option.slice(2)));
}

function isThere(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? from : normalize(join(from === '.' ? '.' : dirname(from), path));
  if (!existsSync(file)) return false;
  if (anchor === undefined) return true;
  const headings = readFileSync(file, 'utf8').match(/^#+ .*$/gm) ?? [];
  return headings.some((heading) => anchorOf(heading) === anchor);
}

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  const words = heading.replace(/^#+ /, '').toLowerCase();
  return words.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
}

const texts = globSync(['flows/text/*/*.json', 'README*.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/*.md']);

describe('what texts tell people to type or open', () => {
  test.each(texts)('exists: %s', (file) => {
    expect(leadsNowhere(file, readFileSync(file, 'utf8'))).toEqual([]);
  });

  test.each([
    'Try `millrace mend`.',
    'Try `npx millrace push --force`.',
    'Try `npm run nothing`.',
    'Set MILLRACE_NOWHERE.',
    'See [there](nowhere.md).',
    'See docs/flows.md#no-such-heading.',
  ])('is found missing: %s', (text) => {
    expect(leadsNowhere('README.md', text)).toHaveLength(1);
  });
});
