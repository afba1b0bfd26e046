import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOf, dateToMilliseconds, daysInMonth, weekday } from './civil-date.ts';
import { nextFirings } from './schedule-times.ts';

const at = (text: string) => Date.parse(text);
const shown = (times: number[]) => times.map((time) => new Date(time).toISOString().replace(':00.000Z', 'Z'));

/** Expression, zone, from, firings in UTC. */
const cases: [string, string, string, string[]][] = [
  ['cron(0 9 * * ? *)', 'UTC', '2026-11-20T08:59:59Z', ['2026-11-20T09:00Z', '2026-11-21T09:00Z']],
  ['cron(0 9 * * ? *)', 'UTC', '2026-11-20T09:00:00Z', ['2026-11-21T09:00Z']],
  ['cron(0/20 8 ? * MON-FRI *)', 'UTC', '2026-11-20T08:30:00Z', ['2026-11-20T08:40Z', '2026-11-23T08:00Z']],
  ['cron(0 9 ? * 2-6 *)', 'Europe/Berlin', '2026-11-20T09:00:00Z', ['2026-11-23T08:00Z', '2026-11-24T08:00Z']],
  [
    'cron(0 12 ? * SAT-MON *)',
    'UTC',
    '2026-11-20T00:00:00Z',
    ['2026-11-21T12:00Z', '2026-11-22T12:00Z', '2026-11-23T12:00Z', '2026-11-28T12:00Z'],
  ],
  ['cron(30 6 L * ? *)', 'UTC', '2026-01-31T07:00:00Z', ['2026-02-28T06:30Z', '2026-03-31T06:30Z']],
  ['cron(0 0 L-2 * ? *)', 'UTC', '2026-02-01T00:00:00Z', ['2026-02-26T00:00Z']],
  ['cron(0 0 29 2 ? *)', 'UTC', '2026-01-01T00:00:00Z', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
  ['cron(0 9 1W * ? *)', 'UTC', '2026-07-31T00:00:00Z', ['2026-08-03T09:00Z', '2026-09-01T09:00Z']],
  ['cron(0 9 15W * ? *)', 'UTC', '2026-08-01T00:00:00Z', ['2026-08-14T09:00Z', '2026-09-15T09:00Z']],
  ['cron(0 9 31W * ? *)', 'UTC', '2026-05-01T00:00:00Z', ['2026-05-29T09:00Z', '2026-07-31T09:00Z']],
  ['cron(0 9 LW * ? *)', 'UTC', '2026-05-01T00:00:00Z', ['2026-05-29T09:00Z', '2026-06-30T09:00Z']],
  ['cron(0 9 ? * 2#1 *)', 'UTC', '2026-11-20T00:00:00Z', ['2026-12-07T09:00Z', '2027-01-04T09:00Z']],
  ['cron(0 9 ? * THU#5 *)', 'UTC', '2026-11-01T00:00:00Z', ['2026-12-31T09:00Z', '2027-04-29T09:00Z']],
  ['cron(0 9 ? * 6L *)', 'UTC', '2026-11-01T00:00:00Z', ['2026-11-27T09:00Z', '2026-12-25T09:00Z']],
  ['cron(0 9 ? * L *)', 'UTC', '2026-11-20T00:00:00Z', ['2026-11-21T09:00Z', '2026-11-28T09:00Z']],
  ['cron(0 0 1 JAN,JUL ? 2027)', 'UTC', '2026-11-20T00:00:00Z', ['2027-01-01T00:00Z', '2027-07-01T00:00Z']],
  [
    'cron(5-15/5 0 1 1 ? 2027/2)',
    'UTC',
    '2027-01-01T00:06:00Z',
    ['2027-01-01T00:10Z', '2027-01-01T00:15Z', '2029-01-01T00:05Z'],
  ],
  ['cron(0 0 30 2 ? *)', 'UTC', '2026-01-01T00:00:00Z', []],
  ['cron(0 0 1 1 ? 2020)', 'UTC', '2026-01-01T00:00:00Z', []],
  // The clock jumps over 02:30 in spring.
  ['cron(30 2 * * ? *)', 'America/New_York', '2026-03-07T00:00:00Z', ['2026-03-07T07:30Z', '2026-03-09T06:30Z']],
  ['cron(30 2 * * ? *)', 'Europe/Berlin', '2026-03-28T00:00:00Z', ['2026-03-28T01:30Z', '2026-03-30T00:30Z']],
  [
    'cron(0 * * * ? *)',
    'America/New_York',
    '2026-03-08T05:30:00Z',
    ['2026-03-08T06:00Z', '2026-03-08T07:00Z', '2026-03-08T08:00Z'],
  ],
  // It shows 01:30 (New York) and 02:30 (Berlin) twice in autumn.
  ['cron(30 1 * * ? *)', 'America/New_York', '2026-10-31T12:00:00Z', ['2026-11-01T05:30Z', '2026-11-02T06:30Z']],
  ['cron(30 1 * * ? *)', 'America/New_York', '2026-11-01T06:00:00Z', ['2026-11-02T06:30Z']],
  ['cron(30 2 * * ? *)', 'Europe/Berlin', '2026-10-24T12:00:00Z', ['2026-10-25T00:30Z', '2026-10-26T01:30Z']],
  [
    'cron(0 * * * ? *)',
    'Europe/Berlin',
    '2026-10-24T23:30:00Z',
    ['2026-10-25T00:00Z', '2026-10-25T02:00Z', '2026-10-25T03:00Z'],
  ],
  // Before, on and after a change the wall clock counts.
  ['cron(0 9 * * ? *)', 'America/New_York', '2026-03-07T00:00:00Z', ['2026-03-07T14:00Z', '2026-03-08T13:00Z']],
  ['cron(0 9 * * ? *)', 'Europe/Berlin', '2026-10-24T00:00:00Z', ['2026-10-24T07:00Z', '2026-10-25T08:00Z']],
  // Half hours without change, a change by half an hour, and one at midnight.
  ['cron(0 9 * * ? *)', 'Asia/Kolkata', '2026-11-20T00:00:00Z', ['2026-11-20T03:30Z']],
  ['cron(15 2 * * ? *)', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', ['2026-10-04T15:15Z']],
  ['cron(0 0 * * ? *)', 'America/Santiago', '2026-09-05T12:00:00Z', ['2026-09-07T03:00Z']],
  ['rate(5 minutes)', 'Europe/Berlin', '2026-11-20T08:01:00Z', ['2026-11-20T08:06Z', '2026-11-20T08:11Z']],
  ['rate(1 day)', 'America/New_York', '2026-03-07T12:00:00Z', ['2026-03-08T12:00Z', '2026-03-09T12:00Z']],
  ['at(2026-11-20T09:00:00)', 'Europe/Berlin', '2026-11-20T00:00:00Z', ['2026-11-20T08:00Z']],
  ['at(2026-11-20T09:00:00)', 'Europe/Berlin', '2026-11-20T08:00:00Z', []],
  ['at(2026-03-29T02:30:00)', 'Europe/Berlin', '2026-03-01T00:00:00Z', ['2026-03-29T01:30Z']],
  ['at(2026-10-25T02:30:00)', 'Europe/Berlin', '2026-03-01T00:00:00Z', ['2026-10-25T00:30Z']],
];

describe('next firings', () => {
  test.each(cases)('%s in %s after %s', (expression, zone, from, firings) => {
    expect(shown(nextFirings(expression, zone, at(from), Math.max(firings.length, 1)))).toEqual(firings);
  });

  test('a rate counts from its anchor and fires there first', () => {
    const anchor = at('2026-11-20T08:00:30Z');
    expect(nextFirings('rate(1 hour)', 'UTC', anchor - 1, 2, anchor)).toEqual([anchor, anchor + 3_600_000]);
    expect(nextFirings('rate(1 hour)', 'UTC', anchor, 1, anchor)).toEqual([anchor + 3_600_000]);
    expect(nextFirings('rate(1 hour)', 'UTC', anchor + 9_000_000, 1, anchor)).toEqual([anchor + 10_800_000]);
  });

  test.each([
    'cron(0 9 * * *)',
    'cron(0 9 * * * *)',
    'cron(0 9 ? * ? *)',
    'cron(0 9 * * ? * *)',
    'cron(60 9 * * ? *)',
    'cron(0 24 * * ? *)',
    'cron(0 9 0 * ? *)',
    'cron(0 9 32 * ? *)',
    'cron(0 9 32W * ? *)',
    'cron(0 9 * 13 ? *)',
    'cron(0 9 ? * 0 *)',
    'cron(0 9 ? * 8 *)',
    'cron(0 9 ? * MOO *)',
    'cron(0 9 ? * MON#6 *)',
    'cron(0 9 * * ? 1969)',
    'cron(0/0 9 * * ? *)',
    'cron(0, 9 * * ? *)',
    'rate(0 minutes)',
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(5 seconds)',
    'rate(5)',
    'rate( 5 minutes )',
    ' rate(5 minutes)',
    'at(2026-02-30T09:00:00)',
    'at(2026-11-20 09:00:00)',
    'at(2026-11-20T25:00:00)',
    'every(5 minutes)',
    '0 9 * * *',
    '',
  ])('%j means nothing', (expression) => {
    expect(nextFirings(expression, 'UTC', 0, 1)).toEqual([]);
  });

  test('a zone that does not exist means nothing', () => {
    expect(nextFirings('cron(0 9 * * ? *)', 'Mars/Olympus', 0, 1)).toEqual([]);
  });

  test('away from clock changes it agrees with croner', () => {
    const list = (least: number, most: number) =>
      fc.uniqueArray(fc.integer({ min: least, max: most }), { minLength: 1, maxLength: 4 }).map((all) => all.join());
    const field = (least: number, most: number) => fc.oneof(fc.constant('*'), list(least, most));
    fc.assert(
      fc.property(
        field(0, 59),
        field(0, 23),
        field(1, 28),
        field(1, 12),
        fc.integer({ min: at('2000-01-01T00:00:00Z'), max: at('2090-01-01T00:00:00Z') }),
        fc.constantFrom('UTC', 'Asia/Shanghai', 'Asia/Kolkata'),
        (minute, hour, day, month, from, zone) => {
          const theirs = new Cron(`0 ${minute} ${hour} ${day} ${month} *`, { timezone: zone });
          expect(nextFirings(`cron(${minute} ${hour} ${day} ${month} ? *)`, zone, from, 3)).toEqual(
            theirs.nextRuns(3, new Date(from)).map((date) => date.getTime()),
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});

test('dates agree with the platform', () => {
  fc.assert(
    fc.property(fc.integer({ min: at('1600-01-01T00:00:00Z'), max: at('2400-01-01T00:00:00Z') }), (time) => {
      const date = new Date(time);
      const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      expect(dateOf(time)).toEqual(civil);
      expect(dateToMilliseconds(civil)).toBe(Date.UTC(civil.year, civil.month - 1, civil.day));
      expect(weekday(civil)).toBe(date.getUTCDay());
      expect(daysInMonth(civil.year, civil.month)).toBe(new Date(Date.UTC(civil.year, civil.month, 0)).getUTCDate());
    }),
  );
});
