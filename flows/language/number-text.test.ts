import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberOf } from './number-text.ts';

test.each<[text: string, number: number | undefined]>([
  ['1000', 1000],
  ['1,000', 1000],
  ['-1,234,567.5', -1_234_567.5],
  ['１０００', 1000],
  ['１，０００．５', 1000.5],
  [' 7 ', 7],
  ['007', 7],
  ['.5', 0.5],
  ['1.', 1],
  ['2e3', 2000],
  ['1,', undefined],
  ['1,0', undefined],
  ['1,5', undefined],
  ['1,00', undefined],
  ['1000,000', undefined],
  ['0,500', undefined],
  ['1,000,00', undefined],
  ['1 000', undefined],
  ['1.000.000', undefined],
  ['0x10', undefined],
  ['Infinity', undefined],
  ['9e999', undefined],
  ['-', undefined],
  ['', undefined],
  ['many', undefined],
])('%j is %j', (text, number) => {
  expect(numberOf(text)).toBe(number);
});

test('a number is what it is written as, with groups or without', () => {
  fc.assert(
    fc.property(fc.integer(), (number) => {
      expect(numberOf(String(number))).toBe(number);
      expect(numberOf(number.toLocaleString('en'))).toBe(number);
    }),
  );
});
