import { expect, test } from 'vitest';
import { costPerMonth, countMoods, type FlowSummary, inOrderOfNeed, moodOf, weekTotal } from './flow-mood.ts';

function flow(name: string, extra: Partial<FlowSummary> = {}): FlowSummary {
  return {
    id: name.toLowerCase(),
    name,
    state: 'on',
    connectors: [],
    revision: 1,
    changed: false,
    problems: { errors: 0, warnings: 0 },
    updatedAt: '2026-11-20T00:00:00Z',
    updatedBy: 'admin',
    week: [],
    ...extra,
  };
}

const lastRun = (status: string) => ({ id: 'r', status, startedAt: '2026-11-20T00:00:00Z' });
const broken = { errors: 1, warnings: 0 };

test.each([
  ['on and fine', flow('A', { lastRun: lastRun('succeeded') }), 'on'],
  ['on, last run failed', flow('A', { lastRun: lastRun('failed') }), 'needsYou'],
  ['on, last run took too long', flow('A', { lastRun: lastRun('timedOut') }), 'needsYou'],
  ['on, stopped by a person', flow('A', { lastRun: lastRun('stopped') }), 'on'],
  ['on with errors in its text', flow('A', { problems: broken }), 'needsYou'],
  ['a draft with errors', flow('A', { state: 'draft', problems: broken }), 'draft'],
  ['paused after a failure', flow('A', { state: 'paused', lastRun: lastRun('failed') }), 'paused'],
])('%s', (_, summary, mood) => {
  expect(moodOf(summary)).toBe(mood);
});

test('flows that need a person stand first, those that are off last', () => {
  const flows = [
    flow('B'),
    flow('Off', { state: 'off' }),
    flow('Z', { lastRun: lastRun('failed') }),
    flow('A', { state: 'draft' }),
  ];
  expect(inOrderOfNeed(flows, 'en').map((each) => each.name)).toEqual(['Z', 'A', 'B', 'Off']);
  expect(countMoods(flows)).toEqual([
    { mood: 'needsYou', count: 1 },
    { mood: 'on', count: 1 },
    { mood: 'draft', count: 1 },
    { mood: 'off', count: 1 },
  ]);
});

test('adds up the week and what a month of it costs', () => {
  const busy = flow('A', {
    week: [
      { day: '2026-11-19', succeeded: 6, failed: 0, handled: 2 },
      { day: '2026-11-20', succeeded: 0, failed: 1, handled: 0 },
    ],
    cost: { pricesOf: '2026-10-01', shortest: 1, typical: 0.5, longest: 2 },
  });
  expect(weekTotal([busy, busy])).toEqual({ runs: 14, failed: 2, fine: 8 / 14 });
  expect(costPerMonth(busy)).toBe(15);
  expect(weekTotal([flow('B')]).fine).toBeUndefined();
  expect(costPerMonth(flow('B'))).toBeUndefined();
});
