import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTable } from '#test/support/table.ts';
import { countRuns, runsInMonth, weekOf } from './week.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-28T10:00:00Z');
const ago = (days: number) => new Date(now - days * day).toISOString();

let table: Awaited<ReturnType<typeof startTable>>;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

it.each([
  ['today', 0, 3, 3],
  ['on the first of the seven days', 6, 3, 3],
  ['a day before the seven', 7, 0, 3],
  ['on the first of the thirty days', 29, 0, 3],
  ['a day before the thirty', 30, 0, 0],
])('a run that began %s counts in week and month', async (_, days, inWeek, inMonth) => {
  const flow = `began-${days}`;
  await countRuns(flow, ago(days), { succeeded: 2, failed: 1 });
  await countRuns('another', ago(days), { succeeded: 7 });
  const week = await weekOf(flow, now);
  expect(week.reduce((sum, { succeeded, failed }) => sum + succeeded + failed, 0)).toBe(inWeek);
  expect(await runsInMonth(flow, now)).toBe(inMonth);
});

it('a month adds up its days', async () => {
  for (let i = 0; i < 40; i++) await countRuns('daily', ago(i), { succeeded: 1 });
  expect(await runsInMonth('daily', now)).toBe(30);
});

it('an EXPRESS run that failed is one run', async () => {
  await countRuns('express', ago(1), { succeeded: 1 });
  await countRuns('express', ago(1), { failed: 1, succeeded: -1 });
  expect(await runsInMonth('express', now)).toBe(1);
});
