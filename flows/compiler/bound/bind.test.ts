import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { evaluate } from '#flows/expression/evaluate.ts';
import type { Calendar } from '#flows/language/calendar.ts';
import type { Json } from '#flows/language/json.ts';
import { bound, boundIn, mostBound } from './bind.ts';

const context = { now: 0, random: () => 0.5 };
const berlin: Calendar = {
  timeZone: 'Europe/Berlin',
  holidays: ['2026-12-24', '2026-12-25', '2026-12-26', '2027-01-01', '2026-12-28'],
  makeUpDays: ['2026-12-27', '2027-01-02'],
};

function value(source: string, calendar = berlin, bindings = {}): Promise<Json | undefined> {
  return evaluate(bound(source, calendar), bindings, context).catch((error) => `${error.code}: ${error.message}`);
}

/** Zones with rules of every sort: none, northern, southern, half hours, lunar, at midnight, with days left out. */
const zones = [
  ...['UTC', 'Europe/Berlin', 'Europe/London', 'Europe/Dublin', 'America/New_York', 'America/St_Johns'],
  ...['Asia/Shanghai', 'Asia/Kolkata', 'Asia/Tehran', 'Asia/Gaza', 'Africa/Casablanca', 'Africa/Cairo'],
  ...['Australia/Lord_Howe', 'Pacific/Auckland', 'Pacific/Chatham', 'Pacific/Apia', 'Pacific/Kiritimati'],
  ...['America/Sao_Paulo', 'America/Santiago', 'America/Havana', 'America/Caracas', 'Asia/Pyongyang'],
  ...['Antarctica/Troll', 'Antarctica/Casey', 'America/Scoresbysund', 'Europe/Istanbul', 'Asia/Kathmandu'],
];
const zone = fc.constantFrom(...zones);
const day = 86_400_000;
/** Any minute of the years, often one near a change of the clock. */
const moment = fc.oneof(
  fc.integer({ min: 2 * 1440, max: 68_898_000 }).map((minute) => minute * 60_000),
  fc
    .tuple(zone, fc.integer({ min: 2 * 1440, max: 68_000_000 }), fc.integer({ min: -180, max: 180 }))
    .map(([timeZone, minute, near]) => {
      const at = Temporal.Instant.fromEpochMilliseconds(minute * 60_000).toZonedDateTimeISO(timeZone);
      return (at.getTimeZoneTransition('next')?.epochMilliseconds ?? minute * 60_000) + near * 60_000;
    }),
);

const zoned = (at: number, timeZone: string) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
const iso = (at: Temporal.ZonedDateTime) => {
  const offset = at.offset === '+00:00' ? 'Z' : at.offset;
  return `${at.toPlainDateTime().toString({ fractionalSecondDigits: 3 })}${offset}`;
};
const inYears = (at: Temporal.ZonedDateTime) => at.epochMilliseconds >= 0 && at.epochMilliseconds < 4_133_980_800_000;

describe('as Temporal has it', () => {
  test('$inZone', async () => {
    await fc.assert(
      fc.asyncProperty(moment, zone, async (at, timeZone) => {
        expect(await value(`$inZone(${at}, "${timeZone}")`)).toBe(iso(zoned(at, timeZone)));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('a time without an offset is in the zone: twice the earlier one, in a gap moved on', async () => {
    await fc.assert(
      fc.asyncProperty(moment, zone, async (at, timeZone) => {
        const local = zoned(at, 'UTC').toPlainDateTime();
        const text = local.toString({ smallestUnit: 'minute' });
        expect(await value(`$inZone("${text}", "${timeZone}")`)).toBe(iso(local.toZonedDateTime(timeZone)));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('$addDays', async () => {
    await fc.assert(
      fc.asyncProperty(moment, zone, fc.integer({ min: -400, max: 400 }), async (at, timeZone, days) => {
        const expected = zoned(at, timeZone).add({ days });
        fc.pre(inYears(expected.subtract({ days: 2 })) && inYears(expected.add({ days: 2 })));
        expect(await value(`$addDays(${at}, ${days}, "${timeZone}")`)).toBe(iso(expected));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('$startOf', async () => {
    const units = fc.constantFrom('day', 'week', 'month', 'quarter', 'year');
    await fc.assert(
      fc.asyncProperty(moment, zone, units, async (at, timeZone, unit) => {
        const date = zoned(at, timeZone).toPlainDate();
        const first = {
          day: date,
          week: date.subtract({ days: date.dayOfWeek - 1 }),
          month: date.with({ day: 1 }),
          quarter: date.with({ day: 1, month: date.month - ((date.month - 1) % 3) }),
          year: date.with({ day: 1, month: 1 }),
        }[unit] as Temporal.PlainDate;
        const expected = first.toPlainDateTime().toZonedDateTime(timeZone);
        fc.pre(inYears(expected.subtract({ days: 2 })));
        expect(await value(`$startOf(${at}, "${unit}", "${timeZone}")`)).toBe(iso(expected));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('$daysBetween', async () => {
    await fc.assert(
      fc.asyncProperty(moment, moment, zone, async (from, to, timeZone) => {
        const days = zoned(from, timeZone).toPlainDate().until(zoned(to, timeZone).toPlainDate()).days;
        expect(await value(`$daysBetween(${from}, ${to}, "${timeZone}")`)).toBe(days);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('working days', () => {
  const date = fc.integer({ min: 730, max: 40_000 });
  const text = (number: number) => new Date(number * day).toISOString().slice(0, 10);

  test('are counted as one would on a wall calendar', async () => {
    const near = (max: number) => fc.array(fc.integer({ min: -60, max: 60 }), { maxLength: max });
    const count = fc.integer({ min: -40, max: 40 });
    await fc.assert(
      fc.asyncProperty(date, near(30), near(8), count, async (from, off, on, days) => {
        const calendar: Calendar = {
          timeZone: 'UTC',
          holidays: off.map((each) => text(from + each)),
          makeUpDays: on.map((each) => text(from + each)),
        };
        const works = (number: number) => {
          if (calendar.makeUpDays.includes(text(number))) return true;
          return ![0, 6].includes(new Date(number * day).getUTCDay()) && !calendar.holidays.includes(text(number));
        };
        let at = from;
        for (let left = Math.abs(days); left > 0; ) {
          at += Math.sign(days);
          if (works(at)) left -= 1;
        }
        expect(await value(`$addWorkingDays("${text(from)}", ${days})`, calendar)).toBe(text(at));
        expect(await value(`$isWorkingDay("${text(from)}")`, calendar)).toBe(works(from));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  const cases: [source: string, expected: Json][] = [
    ['$isWorkingDay("2026-12-25")', false],
    ['$isWorkingDay("2026-12-27")', true],
    ['$isWorkingDay("2026-12-24T23:30:00Z")', false],
    ['$isWorkingDay("2026-12-31T22:59:59Z")', true],
    ['$isWorkingDay("2026-12-31T23:00:00Z")', false],
    ['$isWorkingDay("2026-12-31T23:00:00Z", "America/New_York")', true],
    ['$addWorkingDays("2026-12-23", 1)', '2026-12-27'],
    ['$addWorkingDays("2026-12-23T16:00:00+01:00", 2)', '2026-12-29T16:00:00.000+01:00'],
    ['$addWorkingDays("2026-12-25", 0)', '2026-12-25'],
    ['$addWorkingDays("2026-12-27", -1)', '2026-12-23'],
  ];
  test.each(cases)('%s', async (source, expected) => expect(await value(source)).toBe(expected));
});

describe('what is given', () => {
  const cases: [source: string, expected: Json | undefined][] = [
    ['$inZone("2026-07-01T09:00:00Z", "Asia/Shanghai", "[D01].[M01].[Y] [H01]:[m01] [Z]")', '01.07.2026 17:00 +08:00'],
    ['$inZone("2026-01-01T00:00:00Z", "America/St_Johns", "[H01]:[m01] [z]")', '20:30 GMT-03:30'],
    ['$inZone("2026-11-27", "Europe/Berlin", "[FNn] [D]")', 'Friday 27'],
    ['$inZone(1782896400123, "UTC")', '2026-07-01T09:00:00.123Z'],
    ['"2026-07-01T09:00Z" ~> $inZone("Asia/Tokyo")', '2026-07-01T18:00:00.000+09:00'],
    [
      '$inZone("2026-07-01T09:00Z", "Asia/Tokyo") & $inZone("2026-07-01T09:00Z", "UTC", "[H]")',
      '2026-07-01T18:00:00.000+09:009',
    ],
    ['["2026-07-01", "2026-07-04"] ~> $map(function($d) { $isWorkingDay($d) })', [true, false]],
    ['$addDays("2026-02-27", 2)', '2026-03-01'],
    ['$addDays("2026-03-28T02:30", 1)', '2026-03-29T03:30:00.000+02:00'],
    ['$startOf("2026-11-27", "week")', '2026-11-23'],
    ['$startOf("2026-11-27", "quarter")', '2026-10-01'],
    ['$daysBetween("2026-11-27", "2026-12-24")', 27],
    // What is missing, or was remembered as null, stays missing.
    ['$inZone($x.none, "UTC")', undefined],
    ['$addDays(null, 1)', undefined],
    ['$addDays("2026-01-01", $x.none)', undefined],
    ['$isWorkingDay($x.none)', undefined],
    ['$inZone("tomorrow", "UTC")', 'D3137: $inZone needs a date or time such as 2026-11-27T09:00, but got: tomorrow'],
    ['$addDays("2026-02-29", 1)', 'D3137: $addDays needs a date or time such as 2026-11-27T09:00, but got: 2026-02-29'],
    ['$addDays(true, 1)', 'D3137: $addDays needs a date or time such as 2026-11-27T09:00, but got: true'],
    ['$addDays("2026-02-28", 1.5)', 'D3137: $addDays needs a whole number of days, but got: 1.5'],
    ['$addDays("2026-02-28", "1")', 'D3137: $addDays needs a whole number of days, but got: 1'],
    ['$startOf(0, "hour")', 'D3137: $startOf needs day, week, month, quarter or year, but got: hour'],
    [
      '$inZone("1969-12-31T23:59:59Z", "UTC")',
      'D3137: $inZone knows times from 1970 to 2100, but this is another: -1000',
    ],
    [
      '$inZone("2101-01-01", "UTC")',
      'D3137: $inZone knows times from 1970 to 2100, but this is another: 4133980800000',
    ],
    [
      '$addWorkingDays("2026-01-01", 90000)',
      'D3137: $addWorkingDays knows times from 1970 to 2100, but this is another: 90000',
    ],
    ['$__finite([1, 2])', [1, 2]],
    ['$__finite({ "a": [1, 0 / 0] })', 'D3137: The result is no number: it was divided by zero, or is too large.'],
    ['$__finite(0 / 0)', 'D3137: The result is no number: it was divided by zero, or is too large.'],
    ['$__finite($x.none)', undefined],
    ['$__finite("a")', 'a'],
  ];
  test.each(cases)('%s', async (source, expected) => expect(await value(source, berlin, { x: {} })).toEqual(expected));
});

test('every zone alone fits into what one expression may take', () => {
  const calls = ['$inZone(0, "@")', '$addDays(0, 1, "@")', '$startOf(0, "day", "@")', '$daysBetween(0, 0, "@")'];
  for (const timeZone of zones) {
    for (const call of calls) {
      const size = boundIn(call.replace('@', timeZone), { ...berlin, timeZone }).length;
      expect(size, `${call} ${timeZone}`).toBeLessThanOrEqual(mostBound);
    }
  }
});

describe('a time zone where JSONata wants an offset', () => {
  const cases: [source: string, expected: Json][] = [
    ['$fromMillis(0, "[H01]:[m01]", $x.offset)', '08:00'],
    ['$fromMillis(0, "[H01]:[m01]", $x.none)', '00:00'],
    ['0 ~> $fromMillis("[H01]:[m01]", $x.offset)', '08:00'],
    ['$x.n.$fromMillis("[H01]:[m01]", $$x.offset)', '08:00'],
    ['$now("[H01]:[m01]", $x.offset)', '08:00'],
    [
      '$fromMillis(0, "[H01]:[m01]", $x.zone)',
      'D3137: $fromMillis needs an offset such as +0800, but got: Asia/Shanghai. For a time zone use $inZone.',
    ],
    [
      '$now("[H01]:[m01]", $x.zone)',
      'D3137: $now needs an offset such as +0800, but got: Asia/Shanghai. For a time zone use $inZone.',
    ],
  ];
  test.each(cases)('%s', async (source, expected) => {
    const x = { offset: '+0800', zone: 'Asia/Shanghai', n: 0 };
    expect(await value(source.replace('$$x', '$x'), berlin, { x })).toEqual(expected);
  });
});
