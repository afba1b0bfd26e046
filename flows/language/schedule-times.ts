import { type AwsCron, parseAwsCron } from './aws-cron.ts';
import { dateOf, dateToMilliseconds, daysInMonth } from './civil-date.ts';
import { type ZoneClock, zoneClock } from './zone-clock.ts';

/** When a schedule fires; all times in milliseconds since 1970. */
export interface ScheduleTimes {
  kind: 'cron' | 'rate' | 'at';
  /** The first firing after a moment; undefined when there is none. */
  next(after: number): number | undefined;
}

const unitLength = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const gapSearch = 86_400_000;

/**
 * The meaning of a schedule in EventBridge Scheduler's words: `cron(...)`, `rate(...)` or `at(...)`; undefined when the
 * expression or the zone has none. As there, a cron time that the clock jumps over is skipped, and one that it shows
 * twice counts once; a single moment in a gap is moved on by the gap. A rate counts from `anchor`, fires there first
 * and knows no wall clock.
 */
export function scheduleTimes(expression: string, timeZone: string, anchor: number): ScheduleTimes | undefined {
  const zone = zoneClock(timeZone);
  const match = /^(cron|rate|at)\((.*)\)$/.exec(expression);
  if (!zone || !match) return undefined;
  const [, kind, inside] = match as unknown as [string, ScheduleTimes['kind'], string];
  switch (kind) {
    case 'cron': {
      const cron = parseAwsCron(inside);
      return cron && { kind, next: (after) => nextOfCron(cron, zone, after) };
    }
    case 'rate': {
      const period = parseRate(inside);
      return period === undefined ? undefined : { kind, next: (after) => nextOfRate(period, anchor, after) };
    }
    case 'at': {
      const moment = parseMoment(inside, zone);
      return moment === undefined ? undefined : { kind, next: (after) => (moment > after ? moment : undefined) };
    }
  }
}

/**
 * The next `count` firings after `from`, in milliseconds since 1970; empty for an expression or a zone without meaning.
 * A rate is counted from `anchor`.
 */
export function nextFirings(
  expression: string,
  timeZone: string,
  from: number,
  count: number,
  anchor: number = from,
): number[] {
  const times = scheduleTimes(expression, timeZone, anchor);
  const found: number[] = [];
  for (let at = times?.next(from); at !== undefined && found.length < count; at = times?.next(at)) found.push(at);
  return found;
}

function nextOfRate(period: number, anchor: number, after: number): number {
  if (after < anchor) return anchor;
  return anchor + (Math.floor((after - anchor) / period) + 1) * period;
}

/** Local times in order: the first of them after `after` that the clock shows. */
function nextOfCron(cron: AwsCron, zone: ZoneClock, after: number): number | undefined {
  const from = zone.localAt(after);
  const today = dateOf(from);
  for (const year of cron.years.filter((one) => one >= today.year)) {
    for (const month of cron.months) {
      if (year === today.year && month < today.month) continue;
      for (const day of cron.daysOf(year, month)) {
        const midnight = dateToMilliseconds({ year, month, day });
        if (midnight + unitLength.day <= from) continue;
        const found = firstOfDay(cron, zone, midnight, from, after);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

function firstOfDay(cron: AwsCron, zone: ZoneClock, midnight: number, from: number, after: number): number | undefined {
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const local = midnight + hour * unitLength.hour + minute * unitLength.minute;
      if (local <= from) continue;
      const instant = zone.instantsOf(local)[0];
      if (instant !== undefined && instant > after) return instant;
    }
  }
  return undefined;
}

/** Milliseconds of `5 minutes` and the like; undefined for anything else. */
function parseRate(text: string): number | undefined {
  const match = /^([1-9]\d{0,8}) (minute|hour|day)(s?)$/.exec(text);
  if (!match || (match[1] === '1') === (match[3] === 's')) return undefined;
  return Number(match[1]) * unitLength[match[2] as keyof typeof unitLength];
}

function parseMoment(text: string, zone: ZoneClock): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const local = dateToMilliseconds({ year, month, day }) + (hour * 3600 + minute * 60 + second) * 1000;
  const instant = zone.instantsOf(local)[0];
  if (instant !== undefined) return instant;
  // In a gap: read with the offset that held before it.
  return local - (zone.localAt(local - gapSearch) - (local - gapSearch));
}
