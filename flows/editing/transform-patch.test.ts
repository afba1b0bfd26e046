import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Patch, patched } from './text-changes.ts';
import { patchAfter, transformPatch } from './transform-patch.ts';

/** A patch of a text of ten characters; what it puts in is told apart by its letter. */
const patchOf = (letter: string) =>
  fc.array(fc.tuple(fc.nat(10), fc.nat(4), fc.nat(2)), { maxLength: 3 }).map((seeds) => {
    const patch: { from: number; to: number; insert: string }[] = [];
    let free = 0;
    for (const [index, [from, length, insert]] of seeds.sort((a, b) => a[0] - b[0]).entries()) {
      const to = Math.min(10, from + length);
      if (from < free || (to === from && insert === 0)) continue;
      patch.push({ from, to, insert: `${letter}${index}`.repeat(insert) });
      free = to + 1;
    }
    return patch as Patch;
  });

test('both ways around two changes of a text lead to the same text', () => {
  fc.assert(
    fc.property(patchOf('m'), patchOf('T'), (mine, theirs) => {
      const text = 'abcdefghij';
      const one = patched(patched(text, theirs), transformPatch(mine, theirs));
      const other = patched(patched(text, mine), patchAfter(theirs, mine));
      expect(one).toBe(other);
    }),
    { numRuns: 5000 },
  );
});

test('what others put in is all there, and what they took away is gone', () => {
  fc.assert(
    fc.property(patchOf('m'), patchOf('T'), (mine, theirs) => {
      const text = 'abcdefghij';
      const both = patched(patched(text, theirs), transformPatch(mine, theirs));
      for (const { insert } of theirs) expect(both).toContain(insert);
      const gone = theirs.flatMap(({ from, to }) => [...text.slice(from, to)]);
      for (const letter of gone) expect(both).not.toContain(letter);
    }),
    { numRuns: 2000 },
  );
});

test.each<[string, Patch, Patch, string]>([
  ['a change elsewhere moves', [{ from: 6, to: 9, insert: 'X' }], [{ from: 0, to: 1, insert: 'ABC' }], 'ABCbcdefXj'],
  [
    'a change of what was replaced is none',
    [{ from: 2, to: 4, insert: 'X' }],
    [{ from: 1, to: 5, insert: 'T' }],
    'aTfghij',
  ],
  ['what was put into it stays', [{ from: 2, to: 8, insert: '' }], [{ from: 5, to: 5, insert: 'T' }], 'abTij'],
  [
    'the same place: both, the own first',
    [{ from: 3, to: 3, insert: 'm' }],
    [{ from: 3, to: 3, insert: 'T' }],
    'abcmTdefghij',
  ],
])('%s', (_, patch, over, expected) => {
  expect(patched(patched('abcdefghij', over), transformPatch(patch, over))).toBe(expected);
});
