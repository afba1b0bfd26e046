import { expect, it } from 'vitest';
import { jsonFault } from './json-fault.ts';

it.each<[string, number, number]>([
  ['hello', 1, 1],
  ['', 1, 1],
  ['{"a":', 1, 6],
  ['{"a": 1,\n "b" 2}', 2, 6],
  ['{"a": 1,\n}', 2, 1],
  [`[${'1, '.repeat(300)}x]`, 1, 902],
  ['{"a": tru}', 1, 10],
])('%s stops being JSON at line %i, column %i', (text, line, column) => {
  let thrown: unknown;
  try {
    JSON.parse(text);
  } catch (error) {
    thrown = error;
  }
  expect(jsonFault(text, thrown)).toEqual({ line, column });
});
