import { expect, test } from 'vitest';
import type { JsonObject } from '#flows/language/json.ts';
import { firings } from './firings.ts';

const calendar = { timeZone: 'Asia/Shanghai', holidays: ['2026-10-01', '2026-10-02'], makeUpDays: [] };
const now = Date.parse('2026-09-30T02:00:00Z');

test.each<[JsonObject, string[]]>([
  [{ cron: '0 9 * * 1-5', holidays: 'skip' }, ['2026-10-05T01:00', '2026-10-06T01:00']],
  [{ cron: '0 9 * * 1-5' }, ['2026-10-01T01:00', '2026-10-02T01:00']],
  [{ cron: '0 9 * * *', timeZone: 'Europe/Berlin' }, ['2026-09-30T07:00', '2026-10-01T07:00']],
  [{ every: '2h' }, ['2026-09-30T04:00', '2026-09-30T06:00']],
  [{ at: '2026-12-24T09:00:00' }, ['2026-12-24T01:00']],
  [{ at: '2020-12-24T09:00:00' }, []],
  [{ cron: '0 9 * *' }, []],
  [{ cron: '0 9 * * *', timeZone: 'Nowhere/Land' }, []],
  [{}, []],
])('%j fires at %j', (settings, expected) => {
  expect(firings(settings, calendar, now, 2).map((at) => new Date(at).toISOString().slice(0, 16))).toEqual(expected);
});
