import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { fitsInBytes } from './json-size.ts';

test('counts the bytes of the JSON text', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = JSON.stringify(value);
      fc.pre(text.isWellFormed() && !/\\ud[89a-f]/.test(text));
      const size = new TextEncoder().encode(text).length;
      expect(fitsInBytes(value as Json, size)).toBe(true);
      expect(fitsInBytes(value as Json, size - 1)).toBe(false);
    }),
  );
});
