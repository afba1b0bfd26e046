import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedFiles } from './generate.ts';
import { problemTexts } from './language/problems.generated.ts';

const root = join(import.meta.dirname, '..');

test.each(await generatedFiles(root))('$path is what `npm run generate` writes', ({ path, text }) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});

test('every problem is one that something reports', () => {
  const files = globSync('{flows,functions,infra,cli}/**/*.ts', { cwd: root });
  const source = files
    .filter((file) => !/\.(test|generated)\.ts$/.test(file))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
  expect(Object.keys(problemTexts).filter((code) => !source.includes(`'${code}'`))).toEqual([]);
});
