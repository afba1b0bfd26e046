import { expect, test } from 'vitest';
import { fill, holesOf } from './fill.ts';

const cases: [string, Record<string, string | number>, string][] = [
  ['plain', {}, 'plain'],
  ['{name} is off.', { name: 'A $& B' }, 'A $& B is off.'],
  ['{count} {count|flow|flows}', { count: 1 }, '1 flow'],
  ['{count} {count|flow|flows}', { count: 0 }, '0 flows'],
  ['{count} {count|flow|flows}', { count: 1234 }, '1,234 flows'],
  ['{missing} stays', {}, '{missing} stays'],
];

test.each(cases)('%s with %j', (text, holes, filled) => {
  expect(fill(text, holes, 'en-GB')).toBe(filled);
});

test('names each hole once', () => {
  expect(holesOf('{count} {count|flow|flows} of {name}')).toEqual(['count', 'name']);
});
