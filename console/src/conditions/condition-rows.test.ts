import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCondition } from '#flows/compiler/1-parse/read-condition.ts';
import type { Json } from '#flows/language/json.ts';
import { operandOf, operators } from '#flows/language/operators.ts';
import { readRow, writeRow } from './condition-rows.ts';

const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('{{ $trigger.body.total }}', 'a {{ $x }} b'),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }),
) as fc.Arbitrary<Json>;

const compare = fc
  .record({ left: value, op: fc.constantFrom(...operators), right: value })
  .map(({ left, op, right }): Json => (operandOf[op] === 'none' ? { left, op } : { left, op, right }));

const { condition } = fc.letrec<{ condition: Json }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    compare,
    fc.string().map((text): Json => ({ expr: `{{ ${text.replaceAll('}}', '')} }}` })),
    tie('condition').map((not): Json => ({ not })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all): Json => ({ all })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any): Json => ({ any })),
  ),
}));

test('every condition of the language is written back as it was', () => {
  fc.assert(
    fc.property(condition, (written) => {
      expect(writeRow(readRow(written))).toEqual(written);
    }),
  );
});

test('what is no condition is kept as it is, too', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (written) => {
      expect(writeRow(readRow(written as Json))).toEqual(written);
    }),
  );
});

test.each<[Json, object]>([
  [
    { left: 'a', op: 'exists' },
    { kind: 'compare', op: 'exists', negated: false },
  ],
  [{ not: { left: 'a', op: 'in', right: ['b'] } }, { kind: 'compare', op: 'in', negated: true }],
  [{ not: { any: [{ expr: '{{ $x }}' }] } }, { kind: 'group', join: 'none', rows: [{ kind: 'formula' }] }],
  [{ not: { all: [{ expr: '{{ $x }}' }] } }, { kind: 'group', join: 'notAll' }],
  [{ not: { not: { left: 'a', op: 'empty' } } }, { kind: 'other' }],
  [
    { left: 'a', op: 'equals', right: null },
    { kind: 'compare', right: null },
  ],
])('%j is seen as %o', (written, row) => {
  expect(readRow(written)).toMatchObject(row);
});

test('the rows of a condition without faults make a condition without faults', () => {
  fc.assert(
    fc.property(condition, (written) => {
      const before = parseCondition(written).problems.length;
      expect(parseCondition(writeRow(readRow(written))).problems.length).toBe(before);
    }),
  );
});
