import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patched } from '#flows/editing/text-changes.ts';
import { changedPart } from './changed-part.ts';

test('makes one text of the other', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(patched(before, changedPart(before, after))).toBe(after);
    }),
  );
});

test('touches no more than what differs', () => {
  expect(changedPart('one two three', 'one 2 three')).toEqual([{ from: 4, to: 7, insert: '2' }]);
});
