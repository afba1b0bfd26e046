import { expect, test } from 'vitest';
import type { RunStep } from '../drawing/step-state.ts';
import { momentsOf, stepsAt } from './moments.ts';

const at = (second: number) => new Date(Date.UTC(2026, 4, 1, 12, 0, second)).toISOString();

function step(path: string, from: number, to: number, more: Partial<RunStep> = {}): RunStep {
  const id = path.slice(path.lastIndexOf('/') + 1);
  const times = { startedAt: at(from), endedAt: at(to) };
  return { id, path, kind: 'action', status: 'succeeded', attempts: 1, output: path, ...times, ...more };
}

const skipped: RunStep = { id: 'no', path: 'no', kind: 'set', status: 'skipped', attempts: 0 };
const steps = [
  step('get', 0, 1),
  skipped,
  step('lines', 1, 3),
  step('lines[0]/tell', 1, 2),
  step('lines[1]/tell', 2, 3, { status: 'failed' }),
  step('slow', 1, 9),
];
const moments = momentsOf(steps);

test('moments are the steps that were reached, in the order of time', () => {
  expect(moments.map(({ path }) => path)).toEqual(['get', 'lines', 'lines[0]/tell', 'slow', 'lines[1]/tell']);
});

test.each([
  [0, []],
  [1, ['get succeeded']],
  [2, ['get succeeded', 'lines running']],
  [4, ['get succeeded', 'lines running', 'lines[0]/tell succeeded', 'slow running']],
])('at moment %i what had not ended is under way', (position, expected) => {
  expect(stepsAt(steps, moments, position).map(({ path, status }) => `${path} ${status}`)).toEqual(expected);
});

test('what is under way has no outcome yet', () => {
  const [, loop] = stepsAt(steps, moments, 2);
  expect(loop).not.toHaveProperty('output');
});

test('after the last moment it is the whole run', () => {
  expect(stepsAt(steps, moments, moments.length)).toEqual(steps);
});
