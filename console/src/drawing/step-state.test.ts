import { expect, test } from 'vitest';
import type { DrawnLine } from './drawing.ts';
import { type RunStep, stepStates } from './step-state.ts';
import { wasWalked } from './walked.ts';

const step = (id: string, status: RunStep['status'], extra: Partial<RunStep> = {}): RunStep => ({
  id,
  path: id,
  kind: 'action',
  status,
  attempts: 1,
  ...extra,
});

test('the rounds of a loop make one state: the worst', () => {
  const times = { startedAt: '2026-11-20T14:00:00Z', endedAt: '2026-11-20T14:00:02Z' };
  const states = stepStates(
    [
      step('tell', 'succeeded', { path: 'l[0]/tell', ...times }),
      step('tell', 'failed', { path: 'l[1]/tell', attempts: 3, ...times }),
      step('tell', 'skipped', { path: 'l[2]/tell', attempts: 0 }),
    ],
    0,
  );
  expect(states.get('tell')).toEqual({ status: 'failed', times: 2, failed: 1, attempts: 3, took: 4000 });
});

test.each<[string, DrawnLine['walked'], boolean]>([
  ['to a step that was reached', { reached: ['a'], done: [], not: [] }, true],
  ['to a step that was not', { reached: ['b'], done: [], not: [] }, false],
  ['onward from a failed step', { reached: ['a'], done: ['bad'], not: [] }, false],
  ['through an empty branch, its sibling taken', { reached: ['a'], done: [], not: ['bad'] }, false],
  ['through an empty branch, its sibling not taken', { reached: ['a'], done: [], not: ['b'] }, true],
  ['from the trigger', { reached: ['$trigger'], done: ['$trigger'], not: [] }, true],
])('a line %s', (_, walked, expected) => {
  const states = stepStates([step('a', 'succeeded'), step('b', 'skipped'), step('bad', 'failed')], 0);
  expect(wasWalked(walked, states)).toBe(expected);
});
