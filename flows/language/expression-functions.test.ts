import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { evaluate } from '#flows/expression/evaluate.ts';
import { expressionFunctions } from './expression-functions.ts';

const right = { text: '"12"', number: '12' };
const wrong = { text: 'true', number: '{}' };
/** What must follow the first argument. */
const further: Record<string, string> = {
  contains: ', "a"',
  formatInteger: ', "0"',
  formatNumber: ', "0"',
  match: ', /a/',
  pad: ', 3',
  parseInteger: ', "0"',
  power: ', 2',
  replace: ', "a", "b"',
  split: ', ","',
  substring: ', 0',
  substringAfter: ', "a"',
  substringBefore: ', "a"',
};

test.each(Object.entries(expressionFunctions))('$%s exists and takes what is said', async (name, { takes }) => {
  const value = (source: string) => evaluate(source, {}, { now: 0, random: () => 0.5 });
  expect(await value(`$type($${name})`)).toBe('function');
  if (!takes) return;
  const call = (argument: string) =>
    value(`$${name}(${argument}${further[name] ?? ''})`).then(String, ({ code }) => code);
  expect(await call(right[takes])).not.toBe('T0410');
  expect(await call(wrong[takes])).toBe('T0410');
});

test('no function of JSONata is left out but $eval', () => {
  const source = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');
  const names = new Set([...source.matchAll(/staticFrame\.bind\('(\w+)'/g)].map(([, name]) => name as string));
  expect(names.size).toBeGreaterThan(50);
  expect([...names].filter((name) => !Object.hasOwn(expressionFunctions, name))).toEqual(['eval']);
});
