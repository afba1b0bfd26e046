import { expect, test } from 'vitest';
import { evaluate } from '#flows/expression/evaluate.ts';
import { plainCalendar } from '#flows/language/calendar.ts';
import type { Operator } from '#flows/language/flow.ts';
import type { Json } from '#flows/language/json.ts';
import { bound } from '../bound/bind.ts';
import { operatorText } from './operator-text.ts';

type Side = Json | undefined;

const cases: [op: Operator, left: Side, right: Side, result: boolean][] = [
  ['equals', 5, '5', true],
  ['equals', '5', 5, true],
  ['equals', '5.0', 5, true],
  ['equals', '5', '5.0', false],
  ['equals', undefined, 'a', false],
  ['equals', null, null, true],
  ['equals', true, 'true', false],
  ['equals', 'abc', 5, false],
  ['equals', [1], [1], true],
  ['equals', { a: 1 }, { a: 1 }, true],
  ['equals', undefined, undefined, false],
  ['notEquals', undefined, 5, true],
  ['notEquals', 5, '5', false],
  ['in', 'a', ['a', 'b'], true],
  ['in', 1, ['1'], true],
  ['in', undefined, ['a'], false],
  ['in', 0, [0], true],
  ['in', 'a', 'a', true],
  ['in', 'a', [], false],
  ['notIn', undefined, ['a'], true],
  ['notIn', 'a', ['a'], false],
  ['contains', 'hello', 'ell', true],
  ['contains', ['a', 'b'], 'a', true],
  ['contains', [0], 0, true],
  ['contains', ['1'], 1, true],
  ['contains', undefined, 'a', false],
  ['contains', 5, '5', false],
  ['contains', [], 'a', false],
  ['startsWith', 'hello', 'he', true],
  ['startsWith', 'h', 'he', false],
  ['startsWith', undefined, 'he', false],
  ['endsWith', 'hello', 'lo', true],
  ['endsWith', 'o', 'lo', false],
  ['endsWith', 'hello', '', true],
  ['endsWith', 5, '5', false],
  ['matches', 'ABC-1', '^[A-Z]+-\\d+$', true],
  ['matches', 'a/b', 'a/b', true],
  ['matches', 'a(', '[(]', true],
  ['matches', undefined, 'a', false],
  ['matches', 5, '5', false],
  ['matches', 'a]', '\\]', true],
  ['gt', 5, 4, true],
  ['gt', '5', 4, true],
  ['gt', 5, '4', true],
  ['gt', '10', '9', false],
  ['gt', 'b', 'a', true],
  ['gt', undefined, 1, false],
  ['gt', 1, undefined, false],
  ['gt', null, 1, false],
  ['gt', 'x', 1, false],
  ['gte', 5, 5, true],
  ['lt', 4, 5, true],
  ['lt', 5, 5, false],
  ['lte', 5, '5', true],
  ['between', 5, [1, 5], true],
  ['between', '5', [1, 5], true],
  ['between', 6, [1, 5], false],
  ['between', undefined, [1, 5], false],
  ['between', 'b', ['a', 'c'], true],
  ['before', '2026-01-01', '2026-01-02', true],
  ['before', '2026-01-01T10:00:00+08:00', '2026-01-01T03:00:00Z', true],
  ['before', '2026-01-01T10:00:00.000+0800', '2026-01-01T02:00:01', true],
  ['before', '2026-01-01T10:00', '2026-01-01T10:01Z', true],
  ['after', '2026-02-01', '2026-01-02', true],
  ['after', undefined, '2026-01-02', false],
  ['after', 1767312000000, '2026-01-01', true],
  ['before', 1767312000000, 1767312000001, true],
  ['before', '2026-01-02', 1767312000001, true],
  ['after', null, '2026-01-02', false],
  ['before', '2026-01-02', undefined, false],
  ['withinLast', 1777633200000, '2h', true],
  ['withinLast', '2026-05-01T11:00:00Z', '2h', true],
  ['withinLast', '2026-05-01T10:00:00Z', '2h', false],
  ['withinLast', '2026-05-01T13:00:00Z', '2h', false],
  ['withinLast', undefined, '2h', false],
  ['withinLast', '2026-04-30', '1d', false],
  ['withinLast', '2026-05-01', '1d', true],
  ['exists', undefined, undefined, false],
  ['exists', null, undefined, false],
  ['exists', 0, undefined, true],
  ['exists', '', undefined, true],
  ['exists', [], undefined, true],
  ['empty', undefined, undefined, true],
  ['empty', null, undefined, true],
  ['empty', '', undefined, true],
  ['empty', [], undefined, true],
  ['empty', {}, undefined, true],
  ['empty', 0, undefined, false],
  ['empty', false, undefined, false],
  ['empty', ['a'], undefined, false],
  ['empty', [null], undefined, false],
  ['isTrue', true, undefined, true],
  ['isTrue', 'true', undefined, false],
  ['isTrue', undefined, undefined, false],
  ['isFalse', false, undefined, true],
  ['isFalse', undefined, undefined, false],
  ['isFalse', null, undefined, false],
  ['changed', { from: 'a', to: 'b' }, undefined, true],
  ['changed', { from: 'a', to: 'a' }, undefined, false],
  ['changed', undefined, undefined, false],
  ['changed', { to: 'b' }, undefined, true],
  ['changed', {}, undefined, false],
  ['changedTo', { from: 'a', to: 'b' }, 'b', true],
  ['changedTo', { from: 'b', to: 'b' }, 'b', false],
  ['changedTo', undefined, 'b', false],
  ['changedTo', { from: '1', to: '2' }, 2, true],
];

async function judged(op: Operator, left: Side, right: Side, written: Side, timeZone = 'UTC'): Promise<Side> {
  const bindings = { L: left, R: right, run: { eventAt: '2026-05-01T12:00:00Z' } };
  const source = `function($l, $r) { ${operatorText(op, written)} }($L, $R)`;
  return evaluate(bound(source, { ...plainCalendar, timeZone }), bindings, { now: 0, random: () => 0 });
}

test.each(cases)('%s %j %j', async (op, left, right, result) => {
  expect(await judged(op, left, right, right)).toBe(result);
  // Taken from an expression, the right side is not known before the run.
  if (op !== 'matches' && op !== 'withinLast') expect(await judged(op, left, right, undefined)).toBe(result);
});

const noTimes: [op: Operator, left: Side, right: Side, told: string][] = [
  ['before', 'x', '2026-01-02', 'before needs a date or time such as 2026-11-27T09:00, but got: x'],
  ['after', '2026-13-45', '2026-01-02', 'after needs a date or time such as 2026-11-27T09:00, but got: 2026-13-45'],
  ['after', '2026-02-30', '2026-01-02', 'after needs a date or time such as 2026-11-27T09:00, but got: 2026-02-30'],
  ['after', '2026-02-03', 'soon', 'after needs a date or time such as 2026-11-27T09:00, but got: soon'],
  ['before', true, '2026-01-02', 'before needs a date or time such as 2026-11-27T09:00, but got: true'],
  ['withinLast', 'today', '2h', 'withinLast needs a date or time such as 2026-11-27T09:00, but got: today'],
];

test.each(noTimes)('%s %j %j says what is no time', async (op, left, right, told) => {
  await expect(judged(op, left, right, right)).rejects.toThrow(told);
});

test('a time without an offset is in the zone of the workspace', async () => {
  const [noon, local] = ['2026-07-01T10:00:00Z', '2026-07-01T11:59:59'];
  expect(await judged('before', local, noon, noon, 'Europe/Berlin')).toBe(true);
  expect(await judged('before', local, noon, noon)).toBe(false);
  expect(await judged('before', '2026-07-01', '2026-06-30T22:00:01Z', undefined, 'Europe/Berlin')).toBe(true);
  expect(await judged('withinLast', '2026-05-01T13:59:00', '2m', '2m', 'Europe/Berlin')).toBe(true);
});
