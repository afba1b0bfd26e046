import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { problemTexts } from '../language/problems.generated.ts';

const root = join(import.meta.dirname, '..');
// Signatures of functions are code.
const files = globSync(['text/zh/*.json', 'connectors/*/texts/{zh,failures.zh}.json'], { cwd: root }).filter(
  (file) => !file.endsWith('functions.json'),
);

/** Every text of a catalogue, by its place in it. */
function textsOf(value: unknown, place: string): [string, string][] {
  if (typeof value === 'string') return [[place, value]];
  return Object.entries(value as object).flatMap(([name, inner]) => textsOf(inner, `${place} ${name}`));
}

const texts = [
  ...files.flatMap((file) => textsOf(JSON.parse(readFileSync(join(root, file), 'utf8')), file)),
  ...Object.entries(problemTexts).flatMap(([code, { zh }]) => textsOf(zh, code)),
];

test.each<[rule: string, RegExp]>([
  ['readers are 你', /您/],
  ['a sentence has signs of full width', /\p{Script=Han}[,;:!?()]|[,;:!?()]\p{Script=Han}|\p{Script=Han}\.$/u],
  ['no space follows a sign of full width', /[。，；：？！）] (?! )/],
])('%s', (_, wrong) => {
  expect(texts.length).toBeGreaterThan(1000);
  // What stands between backticks is code.
  expect(texts.filter(([, text]) => wrong.test(text.replace(/`[^`]*`/g, 'x')))).toEqual([]);
});
