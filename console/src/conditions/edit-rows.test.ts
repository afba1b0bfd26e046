import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { type GroupRow, type Row, writeRow } from './condition-rows.ts';
import {
  asGroup,
  emptyRow,
  fromGroup,
  movedRow,
  opposite,
  rowsPath,
  settledOperand,
  typedOperand,
  withRow,
} from './edit-rows.ts';

const row = (left: string): Row => ({ kind: 'compare', negated: false, left, op: 'equals', right: 1 });
const rows = [row('a'), row('b'), row('c')];
const group = (join: GroupRow['join'], ...of: Row[]): GroupRow => ({ kind: 'group', join, rows: of });

test('a row that stands alone becomes a group with the second one, and stands alone again without it', () => {
  const alone = asGroup(row('a'));
  const two = { ...alone, rows: [...alone.rows, row('b')] };
  expect(writeRow(fromGroup(two)!)).toMatchObject({ all: [{ left: 'a' }, { left: 'b' }] });
  expect(fromGroup({ ...two, rows: withRow(two.rows, 1, undefined) })).toEqual(row('a'));
  expect(fromGroup(group('none', row('a')))).toEqual(group('none', row('a')));
  expect(fromGroup(group('all'))).toBeUndefined();
});

test('rows move within their group only', () => {
  expect(movedRow(rows, 0, 1)).toEqual([rows[1], rows[0], rows[2]]);
  expect(movedRow(rows, 2, 1)).toEqual(rows);
  expect(movedRow(rows, 0, -1)).toEqual(rows);
});

test('the opposite of the opposite is the row itself', () => {
  const joins = fc.constantFrom('all', 'any', 'none', 'notAll' as const);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.constant(emptyRow),
        joins.map((join) => group(join as GroupRow['join'], row('a'))),
      ),
      (each) => {
        expect(opposite(opposite(each))).toEqual(each);
        expect(opposite(each)).not.toEqual(each);
      },
    ),
  );
});

test.each(['all', 'any', 'none', 'notAll'] as const)('a row of %s stands where it is written', (join) => {
  const written = rowsPath(join).reduce<unknown>(
    (at, key) => (at as Record<string, unknown>)[key],
    writeRow(group(join, ...rows)),
  );
  expect(written).toEqual(rows.map(writeRow));
});

test.each([
  ['100', 'gte', '', 100],
  ['100', 'equals', '', '100'],
  ['101', 'equals', 100, 101],
  ['007', 'gte', '', '007'],
  ['1,000', 'gte', '', '1,000'],
  ['1.0', 'gte', 1, '1.0'],
  ['-2.5', 'lt', '', -2.5],
  ['{{ $x }}', 'gte', 1, '{{ $x }}'],
])('%s beside %s, before it %j, is %j', (text, op, before, expected) => {
  expect(typedOperand(text, op, before)).toBe(expected);
});

test.each<[value: Json, op: string, settled: Json]>([
  ['1,000', 'gte', 1000],
  ['１０００', 'lt', 1000],
  ['1.50', 'gt', 1.5],
  ['1,5', 'gte', '1,5'],
  ['007', 'gte', '007'],
  ['１，０００', 'equals', '１，０００'],
  ['{{ $x }}', 'gte', '{{ $x }}'],
  ['', 'gte', ''],
  [['1,000', 2000], 'between', [1000, 2000]],
])('%j beside %s is %j once it is typed', (value, op, settled) => {
  expect(settledOperand(value, op)).toEqual(settled);
});
