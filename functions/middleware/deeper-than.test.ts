import { expect, it } from 'vitest';
import { deeperThan } from './deeper-than.ts';

it.each([
  ['[[1]]', false],
  ['[[[1]]]', true],
  ['{"a":[{}]}', true],
  ['[[1],[2],{"a":3}]', false],
  ['["[[["]', false],
  ['["\\"[[["]', false],
  ['["\\\\",[[1]]]', true],
  ['["not ended [[[', false],
  ['[[[', true],
  [']]][[', false],
  ['7', false],
  ['', false],
])('%s is nested deeper than two levels: %s', (text, deeper) => {
  expect(deeperThan(text, 2)).toBe(deeper);
});
