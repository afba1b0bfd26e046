import { expect, test } from 'vitest';
import type { RunStep } from '../../drawing/step-state.ts';
import { timelineOf } from './timeline.ts';

const at = (ms: number) => new Date(Date.parse('2026-11-20T14:00:00Z') + ms).toISOString();
const step = (path: string, from: number, to: number | undefined, extra: Partial<RunStep> = {}): RunStep => ({
  id: path.split('/').at(-1)!,
  path,
  kind: 'action',
  status: 'succeeded',
  attempts: 1,
  startedAt: at(from),
  ...(to === undefined ? {} : { endedAt: at(to) }),
  ...extra,
});

test('shows what took time as shares of the run, in the order it began', () => {
  const bars = timelineOf(
    {
      startedAt: at(0),
      endedAt: at(1000),
      steps: [
        step('late', 500, 1000, { status: 'failed' }),
        step('check', 0, 1, { kind: 'if' }),
        step('lines[2]/tell', 0, 250),
        step('never', 0, 0, { status: 'skipped' }),
      ],
    },
    Date.parse(at(9000)),
  );
  expect(bars.map(({ id, round, from, to, took }) => [id, round, from, to, took])).toEqual([
    ['tell', '3', 0, 0.25, 250],
    ['late', '', 0.5, 1, 500],
  ]);
});

test('a step that runs reaches up to now', () => {
  const steps = [step('open', 500, undefined, { status: 'running' })];
  expect(timelineOf({ startedAt: at(0), steps }, Date.parse(at(2000)))).toMatchObject([
    { from: 0.25, to: 1, took: 1500 },
  ]);
});
