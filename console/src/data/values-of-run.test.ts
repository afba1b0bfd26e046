import { expect, test } from 'vitest';
import { valuesOfRun } from './values-of-run.ts';

const step = (path: string, output?: unknown) => ({
  id: path.slice(path.lastIndexOf('/') + 1),
  path,
  kind: 'action',
  status: 'succeeded' as const,
  attempts: 1,
  ...(output !== undefined && { output }),
});

test('the event and the first output of each step are known, steps without one are not', () => {
  const run = {
    id: 'r1',
    startedAt: '2026-11-27T09:00:00Z',
    input: { total: 5 },
    steps: [
      step('read', { a: 1 }),
      step('lines[0]/tell'),
      step('lines[1]/tell', 'second'),
      step('lines[2]/tell', 'third'),
    ],
  };
  const known = valuesOfRun(run as Parameters<typeof valuesOfRun>[0]);
  expect([...known].map(([name, { value, from }]) => [name, value, from])).toEqual([
    ['trigger', { total: 5 }, 'run'],
    ['run', { id: 'r1', startedAt: run.startedAt, eventAt: run.startedAt }, 'run'],
    ['read', { a: 1 }, 'run'],
    ['tell', 'second', 'run'],
  ]);
});
