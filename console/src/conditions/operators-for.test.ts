import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { operators } from '#flows/language/operators.ts';
import type { InputKind } from '../forms/input-of.ts';
import { operandFor, operatorsFor, rightFor } from './operators-for.ts';

const kinds: (InputKind | undefined)[] = [
  undefined,
  'text',
  'number',
  'boolean',
  'choice',
  'date',
  'list',
  'any',
  'map',
];

test.each(kinds)('what is written can be seen for %s', (kind) => {
  for (const op of [...operators, 'gtt']) expect(operatorsFor(kind, op, false)).toContain(op);
  expect(operatorsFor(kind, '', true)).toContain('changedTo');
  expect(operatorsFor(kind, 'equals', false)).not.toContain('changed');
});

test.each([
  ['number', 'startsWith', false],
  ['number', 'between', true],
  ['boolean', 'isTrue', true],
  ['boolean', 'contains', false],
  ['choice', 'in', true],
  ['list', 'contains', true],
  ['date', 'before', true],
] as const)('of %s, %s is offered: %s', (kind, op, offered) => {
  expect(operatorsFor(kind, '', false).includes(op)).toBe(offered);
});

test.each<[string, Json | undefined, Json | undefined]>([
  ['exists', 'a', undefined],
  ['in', 'a', ['a']],
  ['in', '', []],
  ['in', '{{ $x }}', '{{ $x }}'],
  ['equals', ['a', 'b'], 'a'],
  ['equals', undefined, ''],
  ['between', 3, [3, '']],
  ['between', [1, 2, 3], [1, 2]],
  ['withinLast', 'yesterday', '1d'],
  ['withinLast', '2h', '2h'],
])('%s begins with what was given: %j becomes %j', (op, right, expected) => {
  expect(rightFor(op, right)).toEqual(expected);
});

test('to choose an operator twice changes nothing more', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...operators),
      fc.oneof(fc.string(), fc.integer(), fc.array(fc.string())),
      (op, right) => {
        const once = rightFor(op, right);
        expect(rightFor(op, once)).toEqual(once);
        expect(once === undefined).toBe(operandFor(op) === 'none');
      },
    ),
  );
});
