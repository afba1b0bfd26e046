import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addNumbers, canonicalNumber, compareNumbers, numberSize, sortableNumber, subtractNumbers } from './decimal.ts';

test.each([
  ['1.500', '1.5'],
  ['-0', '0'],
  ['+5', '5'],
  ['.5', '0.5'],
  ['1E+2', '100'],
  ['1e-3', '0.001'],
  ['00012', '12'],
  ['9.9999999999999999999999999999999999999E+125', `99999999999999999999999999999999999999${'0'.repeat(88)}`],
])('%s is kept as %s', (given, kept) => {
  expect(canonicalNumber(given)).toBe(kept);
});

test.each([
  ['', 'The parameter cannot be converted to a numeric value'],
  ['x', 'The parameter cannot be converted to a numeric value: x'],
  [' 1', 'The parameter cannot be converted to a numeric value:  1'],
  ['1e126', 'Number overflow'],
  ['-1e126', 'Number overflow'],
  ['1e-131', 'Number underflow'],
  ['1'.repeat(39), 'more than 38 significant digits'],
])('%s is no number', (given, message) => {
  expect(() => canonicalNumber(given)).toThrow(message);
});

test.each([
  ['0', 1],
  ['1', 2],
  ['12', 2],
  ['123', 3],
  ['0.0000001', 2],
  ['1e125', 2],
  ['1.5', 3],
])('%s counts for %i bytes', (number, bytes) => {
  expect(numberSize(number)).toBe(bytes);
});

/** Numbers of up to 15 digits, with an exponent: what sums of two of them need fits into 38 digits. */
const integer = fc.bigInt(1n - 10n ** 15n, 10n ** 15n - 1n);
const number = fc.tuple(integer, fc.integer({ min: -20, max: 2 })).map(([n, e]) => canonicalNumber(`${n}e${e}`));

/** As a whole number of 10^-20. */
function exact(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(20, '0'));
  return text.startsWith('-') ? -value : value;
}

describe('of any two numbers', () => {
  test('sum and difference are exact', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(exact(addNumbers(a, b))).toBe(exact(a) + exact(b));
        expect(exact(subtractNumbers(a, b))).toBe(exact(a) - exact(b));
      }),
    );
  });

  test('keys sort as they do', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const order = exact(a) < exact(b) ? -1 : exact(a) > exact(b) ? 1 : 0;
        expect(Math.sign(compareNumbers(a, b))).toBe(order);
        expect(Math.sign(Buffer.compare(sortableNumber(a), sortableNumber(b)))).toBe(order);
      }),
    );
  });
});
