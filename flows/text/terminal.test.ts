import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import en from './en/cli.json' with { type: 'json' };
import { terminalLanguage } from './terminal.ts';
import zh from './zh/cli.json' with { type: 'json' };

const keys = Object.keys(en) as (keyof typeof en)[];
const holesOf = (text: string) => [...new Set([...text.matchAll(/\{([A-Za-z]+)\}/g)].map((hole) => hole[1]))].sort();
const root = join(import.meta.dirname, '../..');
const code = globSync('{cli,infra/local,functions/contract}/**/*.{ts,mjs}', { cwd: root })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');

test('both languages have the same keys', () => {
  expect(Object.keys(zh)).toEqual(keys);
});

test.each(keys)('%s is said in both languages with the same values, and somewhere', (key) => {
  expect(zh[key].trim()).not.toBe('');
  expect(holesOf(zh[key])).toEqual(holesOf(en[key]));
  expect([`'${key}'`, `${key}:`, `.${key}`].some((use) => code.includes(use))).toBe(true);
});

test.each([
  ['zh', {}, 'zh'],
  [undefined, { LC_ALL: 'zh_CN.UTF-8', LANG: 'en_GB.UTF-8' }, 'zh'],
  [undefined, { LANG: 'zh_TW' }, 'zh'],
  ['en', { LANG: 'zh_CN' }, 'en'],
  [undefined, { LANG: 'de_DE' }, 'en'],
  [undefined, {}, 'en'],
])('the option %j and the environment %j ask for %s', (option, environment, language) => {
  expect(terminalLanguage(option, environment)).toBe(language);
});
