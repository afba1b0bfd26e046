import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineDiff, linesOf } from './line-diff.ts';
import { mergeLines, patchBetween } from './merge-lines.ts';
import { patched } from './text-changes.ts';

const text = fc
  .array(fc.constantFrom('a\n', 'b\n', 'c\n', 'bc\n', '\n', 'x: é\r\n', 'end'), { maxLength: 12 })
  .map((lines) => lines.join(''));

test('a difference makes the one of the other', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(patched(before, patchBetween(before, after))).toBe(after);
    }),
    { numRuns: 2000 },
  );
});

test('a difference is as small as it can be', () => {
  const sizeOf = (before: string, after: string) =>
    lineDiff(linesOf(before), linesOf(after)).reduce((sum, { from, to, lines }) => sum + to - from + lines.length, 0);
  const longestCommon = (a: string[], b: string[]): number => {
    const row = new Array<number>(b.length + 1).fill(0);
    for (const line of a) {
      let corner = 0;
      for (const [index, other] of b.entries()) {
        const above = row[index + 1]!;
        row[index + 1] = line === other ? corner + 1 : Math.max(above, row[index]!);
        corner = above;
      }
    }
    return row.at(-1)!;
  };
  fc.assert(
    fc.property(text, text, (before, after) => {
      const [a, b] = [linesOf(before), linesOf(after)];
      expect(sizeOf(before, after)).toBe(a.length + b.length - 2 * longestCommon(a, b));
    }),
  );
});

test('who changed nothing takes what the other made', () => {
  fc.assert(
    fc.property(text, text, (base, other) => {
      expect(mergeLines(base, base, other)).toEqual({ text: other, conflicts: [] });
      expect(mergeLines(base, other, base)).toEqual({ text: other, conflicts: [] });
      expect(mergeLines(base, other, other)).toEqual({ text: other, conflicts: [] });
    }),
    { numRuns: 1000 },
  );
});

describe('lines', () => {
  const base = 'one\ntwo\nthree\nfour\nfive\n';
  test.each<[string, string, string, string, number]>([
    [
      'far from each other',
      'ONE\ntwo\nthree\nfour\nfive\n',
      'one\ntwo\nthree\nfour\nFIVE\n',
      'ONE\ntwo\nthree\nfour\nFIVE\n',
      0,
    ],
    [
      'the same in both',
      'one\nTWO\nthree\nfour\nfive\n',
      'one\nTWO\nthree\nfour\nFIVE\n',
      'one\nTWO\nthree\nfour\nFIVE\n',
      0,
    ],
    [
      'one line in two ways',
      'one\nmine\nthree\nfour\nfive\n',
      'one\ntheirs\nthree\nfour\nfive\n',
      'one\nmine\nthree\nfour\nfive\n',
      1,
    ],
  ])('%s', (_, mine, theirs, merged, conflicts) => {
    const result = mergeLines(base, mine, theirs);
    expect(result.text).toBe(merged);
    expect(result.conflicts).toHaveLength(conflicts);
  });
});
