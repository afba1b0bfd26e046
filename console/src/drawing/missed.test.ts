import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { missedSteps } from './missed.ts';
import type { StepState } from './step-state.ts';

const say = (id: string) => `{ id: ${id}, set: { x: 1 } }`;
const text = `id: f
trigger: { use: core.manual }
steps:
  - id: check
    if: { left: 1, op: exists }
    then: [${say('a')}, ${say('b')}, ${say('c')}]
    else: [${say('d')}, { id: inner, if: { left: 1, op: exists }, then: [${say('e')}] }]
  - { id: both, parallel: { x: [${say('f')}], y: [${say('g')}] } }
`;
const { flow } = parseFlow(text, 'yaml');
const state = (status: StepState['status']): StepState => ({ status, times: 1, failed: 0, attempts: 1, took: 0 });

test('after a failure what follows was not reached, and what lies in other ways was not taken', () => {
  const states = new Map([
    ['check', state('failed')],
    ['a', state('succeeded')],
    ['b', state('failed')],
  ]);
  expect(Object.fromEntries(missedSteps(flow!.steps, states))).toEqual({
    c: 'notReached',
    d: 'notTaken',
    inner: 'notTaken',
    e: 'notTaken',
    both: 'notReached',
    f: 'notReached',
    g: 'notReached',
  });
});

test('nothing was reached', () => {
  const missed = missedSteps(flow!.steps, new Map());
  expect(new Set(missed.values())).toEqual(new Set(['notReached']));
  expect(missed.size).toBe(10);
});
