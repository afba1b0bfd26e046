import { expect, test } from 'vitest';
import { typedScalar } from './typed-scalar.ts';

/** Types letter by letter into a field that shows what it holds. */
function typed(text: string): string | number | boolean | null {
  return [...text].reduce<ReturnType<typeof typedScalar>>((value, letter) => typedScalar(`${value}${letter}`), '');
}

test.each([
  ['1.05', 1.05],
  ['-3', -3],
  ['100', 100],
  ['0.10', '0.10'],
  ['007', '007'],
  ['Infinity', 'Infinity'],
  ['12345678901234567890', '12345678901234567890'],
  ['VIP', 'VIP'],
])('%s typed is %j', (text, value) => {
  expect(typed(text)).toBe(value);
});
