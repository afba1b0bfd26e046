import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineChanges, linePairs } from './line-changes.ts';

test('shows what each side has and what is around it', () => {
  const theirs = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].join('\n');
  const mine = theirs.replace('e', 'E');
  expect(lineChanges(theirs, mine).map(({ kind, text }) => `${kind[0]}${text}`)).toEqual([
    'sb',
    'sc',
    'sd',
    'te',
    'mE',
    'sf',
    'sg',
    'sh',
  ]);
});

test('equal texts have no changes', () => {
  expect(lineChanges('a\nb', 'a\nb')).toEqual([]);
});

test('lines that are kept and theirs give their text, kept and mine give mine', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      fc.pre(a.join() !== b.join());
      const changes = lineChanges(a.join('\n'), b.join('\n'));
      const left = changes.filter((change) => change.kind !== 'mine').map((change) => change.text);
      const right = changes.filter((change) => change.kind !== 'theirs').map((change) => change.text);
      expect(a.join()).toContain(left.join());
      expect(b.join()).toContain(right.join());
      expect(a.length - left.length).toBe(b.length - right.length);
    }),
  );
});

test('what is there in the place of something stands beside it', () => {
  const pairs = linePairs(lineChanges('a\nb\nc\nd', 'a\nB\nC\nE\nd\ne'));
  expect(pairs.map(({ theirs = '-', mine = '-', same }) => `${theirs}${mine}${same ? '=' : ''}`)).toEqual([
    'aa=',
    'bB',
    'cC',
    '-E',
    'dd=',
    '-e',
  ]);
});

test('each column is one of the texts', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const changes = lineChanges(a.join('\n'), b.join('\n'));
      const column = (side: 'theirs' | 'mine') =>
        linePairs(changes).flatMap((pair) => (pair[side] === undefined ? [] : [pair[side]]));
      const told = (other: 'theirs' | 'mine') => changes.flatMap(({ kind, text }) => (kind === other ? [] : [text]));
      expect(column('theirs')).toEqual(told('mine'));
      expect(column('mine')).toEqual(told('theirs'));
    }),
  );
});
