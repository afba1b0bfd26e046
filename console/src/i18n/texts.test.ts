import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import en from '../../../flows/text/en/console.json';
import zh from '../../../flows/text/zh/console.json';
import { holesOf } from './fill.ts';

const keys = Object.keys(en) as (keyof typeof en)[];
const folder = join(import.meta.dirname, '..');
const code = globSync('**/*.{svelte,ts}', { cwd: folder })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('\n');

test('both languages have the same keys', () => {
  expect(Object.keys(zh)).toEqual(keys);
});

test.each(keys)('%s is said in both languages with the same values', (key) => {
  expect(en[key].trim()).not.toBe('');
  expect(zh[key].trim()).not.toBe('');
  // A word that only English needs to choose (run or runs) is no value of its own.
  expect(holesOf(zh[key])).toEqual(holesOf(en[key]));
});

test('every text is used', () => {
  const patterns = [...code.matchAll(/`((?:[\w.]|\$\{[^}]*\})+)`/g)]
    .map((match) => match[1]!)
    .filter((pattern) => /^[a-z]\w*\./.test(pattern) && pattern.includes('${'))
    .map((pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '[A-Za-z0-9]+')}$`));
  const unused = keys.filter((key) => !code.includes(`'${key}'`) && !patterns.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
});
