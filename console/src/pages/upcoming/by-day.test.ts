import { expect, test } from 'vitest';
import { Formats } from '../../i18n/formats.ts';
import type { Firing } from '../../parts/upcoming/firing.ts';
import { byDay } from './by-day.ts';

const firing = (flow: string, at: string): Firing => ({
  flow,
  name: flow,
  at,
  timeZone: 'UTC',
  expression: '',
  skipsHolidays: false,
});

test('groups by the day of the time zone and folds a flow that fires often', () => {
  const often = ['01', '02', '03', '04', '05'].map((hour) => firing('often', `2026-11-20T${hour}:00:00Z`));
  const firings = [...often, firing('daily', '2026-11-20T08:00:00Z'), firing('late', '2026-11-20T23:30:00Z')];
  const lines = byDay(firings, new Formats('en-GB', 'Europe/Berlin')).map(({ day, lines: ofDay }) => [
    day,
    ofDay.map(({ flow, at, more }) => `${flow} ${at.slice(11, 16)} +${more}`),
  ]);
  expect(lines).toEqual([
    ['2026-11-20', ['often 01:00 +4', 'daily 08:00 +0']],
    ['2026-11-21', ['late 23:30 +0']],
  ]);
});
