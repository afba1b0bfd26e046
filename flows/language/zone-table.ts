import { zoneClock } from './zone-clock.ts';

/**
 * A time zone from 1970 to 2100, short enough to stand in an expression. Offsets are minutes east of UTC. From 1 January
 * of `regularFrom` on each year has the same rules; before that, changes are listed.
 */
export interface ZoneTable {
  regularFrom: number;
  /** Hours since the change before, the first since 1970; their sums are to be rounded to half minutes. */
  changes: number[];
  /** Before the first change, from the first one on, and so forth; what is left out are the last two in turn. */
  offsets: number[];
  /** In the order of the year, the first being what holds when it begins. */
  rules: ZoneRule[];
}

/**
 * A change of each year: on the first day that is `weekday` (0 for Thursday, as 1970-01-01 was) on or after the day
 * `day` from 1 March, `minute` after midnight UTC.
 */
export type ZoneRule = [day: number, weekday: number, minute: number, offset: number];

interface Change {
  at: number;
  offset: number;
}

const minute = 60_000;
const dayLength = 86_400_000;
export const firstMoment = 0;
/** 2101-01-01. */
export const endOfMoments = 4_133_980_800_000;
const firstYear = 1970;
const lastYear = 2100;
/** No zone goes to another offset and back in less. A test holds every zone against Temporal. */
const stride = 5 * dayLength;
const hour = 3_600_000;

const kept = new Map<string, ZoneTable | undefined>();

/** The table of an IANA time zone, undefined when there is no such zone. */
export function zoneTable(timeZone: string): ZoneTable | undefined {
  if (!kept.has(timeZone)) kept.set(timeZone, makeTable(timeZone));
  return kept.get(timeZone);
}

function makeTable(timeZone: string): ZoneTable | undefined {
  const clock = zoneClock(timeZone);
  if (!clock) return undefined;
  const offsetAt = (instant: number) => (clock.localAt(instant) - instant) / minute;
  const changes = changesOf(offsetAt);
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index);
  const byYear = new Map(years.map((year) => [year, changes.filter(({ at }) => yearOf(at) === year)]));
  const { regularFrom, rules } = regularEnd(byYear, offsetAt);
  const listed = changes.filter(({ at }) => yearOf(at) < regularFrom);
  return {
    regularFrom,
    changes: hoursBetween(listed),
    offsets: shortened([offsetAt(firstMoment), ...listed.map(({ offset }) => offset)]),
    rules,
  };
}

function hoursBetween(changes: Change[]): number[] {
  let sum = 0;
  return changes.map(({ at }) => {
    const hours = Math.round((at / hour - sum) * 10_000) / 10_000;
    sum += hours;
    return hours;
  });
}

function shortened(offsets: number[]): number[] {
  let length = offsets.length;
  while (length > 2 && offsets[length - 1] === offsets[length - 3]) length -= 1;
  return offsets.slice(0, length);
}

function changesOf(offsetAt: (instant: number) => number): Change[] {
  const found: Change[] = [];
  let from = firstMoment;
  let offset = offsetAt(from);
  while (from < endOfMoments) {
    const to = Math.min(from + stride, endOfMoments);
    const next = offsetAt(to);
    if (next !== offset) {
      let [low, high] = [from, to];
      // Every change since 1970 falls on a whole second.
      while (high - low > 1000) {
        const middle = Math.floor((low + high) / 2000) * 1000;
        if (offsetAt(middle) === offset) low = middle;
        else high = middle;
      }
      offset = offsetAt(high);
      found.push({ at: high, offset });
      // Another change may follow before `to`.
      from = high;
      continue;
    }
    from = to;
  }
  return found.filter(({ at }) => at < endOfMoments);
}

/** The earliest year from which on the rules of the last year hold. */
function regularEnd(
  byYear: ReadonlyMap<number, Change[]>,
  offsetAt: (instant: number) => number,
): Pick<ZoneTable, 'regularFrom' | 'rules'> {
  const slots = (byYear.get(lastYear) ?? []).map((change) => ({ change, low: -1000, high: 1000 }));
  let regularFrom = lastYear + 1;
  const last = slots.at(-1)?.change.offset;
  if (last === undefined) return { regularFrom, rules: [] };
  for (let year = lastYear; year >= firstYear; year--) {
    const changes = byYear.get(year) ?? [];
    const windows = changes.map((change, index) => narrowed(slots[index], change, year));
    const begins = offsetAt(Math.max(firstMoment, yearBegin(year) - 2 * dayLength));
    if (begins !== last || changes.length !== slots.length || windows.some((window) => !window)) break;
    for (const [index, window] of windows.entries()) Object.assign(slots[index]!, window);
    regularFrom = year;
  }
  const rules = slots.map(({ change, high }): ZoneRule => {
    const day = Math.floor(change.at / dayLength);
    return [high, day % 7, (change.at - day * dayLength) / minute, change.offset];
  });
  return { regularFrom, rules: [[-400, 0, 0, last], ...rules] };
}

/** The days that a rule may begin at, once it also makes this change; undefined when none does. */
function narrowed(
  slot: { change: Change; low: number; high: number } | undefined,
  { at, offset }: Change,
  year: number,
): { low: number; high: number } | undefined {
  if (!slot) return undefined;
  const week = 7 * dayLength;
  if (offset !== slot.change.offset || at % week !== slot.change.at % week) return undefined;
  const day = Math.floor(at / dayLength) - march(year);
  // Near New Year the year that is reckoned from the day may be the one before.
  if (day < -54 || day > 300) return undefined;
  const low = Math.max(slot.low, day - 6);
  const high = Math.min(slot.high, day);
  return low <= high ? { low, high } : undefined;
}

/** Days from 1970 to 1 March of the year. */
function march(year: number): number {
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) - 719_468;
}

function yearOf(at: number): number {
  let year = firstYear + Math.floor(at / dayLength / 365.2425);
  if (at < yearBegin(year)) year -= 1;
  if (at >= yearBegin(year + 1)) year += 1;
  return year;
}

/** 1 January, 306 days after 1 March of the year before. */
function yearBegin(year: number): number {
  return (march(year - 1) + 306) * dayLength;
}
