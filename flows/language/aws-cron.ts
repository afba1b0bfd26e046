import { daysInMonth, weekday } from './civil-date.ts';

/** A cron pattern of EventBridge Scheduler: `minutes hours day-of-month month day-of-week year`. */
export interface AwsCron {
  minutes: number[];
  hours: number[];
  months: number[];
  years: number[];
  /** The days of a month that fit, in order. */
  daysOf(year: number, month: number): number[];
}

/** Picks the days of one month. */
type DayRule = (year: number, month: number) => number[];

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Reads the six fields between the brackets of `cron(...)`; undefined when they say nothing. Days of the week count
 * from 1 for Sunday, and one of the two day fields is `?`.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function parseAwsCron(fields: string): AwsCron | undefined {
  const [minute, hour, dayOfMonth, month, dayOfWeek, year, ...more] = fields.trim().toUpperCase().split(/\s+/);
  if (!minute || !hour || !dayOfMonth || !month || !dayOfWeek || !year || more.length > 0) return undefined;
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const minutes = numbers(minute, 0, 59);
  const hours = numbers(hour, 0, 23);
  const months = numbers(month, 1, 12, monthNames);
  const years = numbers(year, 1970, 2199);
  const rules = dayOfWeek === '?' ? daysOfMonth(dayOfMonth) : daysOfWeek(dayOfWeek);
  if (!minutes || !hours || !months || !years || !rules) return undefined;
  return {
    minutes,
    hours,
    months,
    years,
    daysOf: (y, m) => [...new Set(rules.flatMap((rule) => rule(y, m)))].sort((a, b) => a - b),
  };
}

function daysOfMonth(field: string): DayRule[] | undefined {
  return each(field, (part) => {
    if (part === 'L') return (year, month) => [daysInMonth(year, month)];
    const fromEnd = /^L-(\d\d?)$/.exec(part);
    if (fromEnd) return (year, month) => [daysInMonth(year, month) - Number(fromEnd[1])].filter((day) => day > 0);
    if (part === 'LW') return (year, month) => [nearestWeekday(year, month, daysInMonth(year, month))];
    const near = /^(\d\d?)W$/.exec(part);
    if (near) {
      const day = Number(near[1]);
      if (day < 1 || day > 31) return undefined;
      return (year, month) => (day > daysInMonth(year, month) ? [] : [nearestWeekday(year, month, day)]);
    }
    const days = numbers(part, 1, 31);
    return days && ((year, month) => days.filter((day) => day <= daysInMonth(year, month)));
  });
}

/** The day itself, or the Friday before or Monday after it, in the same month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const name = weekday({ year, month, day });
  if (name === 6) return day > 1 ? day - 1 : day + 2;
  if (name === 0) return day < daysInMonth(year, month) ? day + 1 : day - 2;
  return day;
}

function daysOfWeek(field: string): DayRule[] | undefined {
  return each(field, (part) => {
    const special = /^([A-Z]{3}|\d)(?:(L)|#([1-5]))$/.exec(part);
    if (!special) {
      const days = part === 'L' ? [7] : numbers(part, 1, 7, dayNames);
      return days && ((year, month) => days.flatMap((day) => allOf(day, year, month)));
    }
    const day = numbers(special[1]!, 1, 7, dayNames)?.[0];
    if (!day) return undefined;
    if (special[2]) return (year, month) => allOf(day, year, month).slice(-1);
    const nth = Number(special[3]);
    return (year, month) => allOf(day, year, month).slice(nth - 1, nth);
  });
}

/** Every such day of the week in a month; 1 is Sunday. */
function allOf(dayOfWeek: number, year: number, month: number): number[] {
  const first = 1 + ((dayOfWeek - 1 - weekday({ year, month, day: 1 }) + 7) % 7);
  return [first, first + 7, first + 14, first + 21, first + 28].filter((day) => day <= daysInMonth(year, month));
}

function each(field: string, read: (part: string) => DayRule | undefined): DayRule[] | undefined {
  const rules = field.split(',').map(read);
  return rules.every((rule) => rule !== undefined) ? rules : undefined;
}

/** Numbers that a list of values, ranges and steps means, in order; undefined when it means none. */
function numbers(field: string, least: number, most: number, names: string[] = []): number[] | undefined {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const match = /^(?:(\*)|([A-Z]{3}|\d+)(?:-([A-Z]{3}|\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, star, from, to, step] = match;
    const first = star ? least : value(from!, names, least);
    const last = to ? value(to, names, least) : star || step ? most : first;
    if (![first, last].every((bound) => bound >= least && bound <= most)) return undefined;
    const stride = step ? Number(step) : 1;
    if (stride < 1) return undefined;
    // A range such as FRI-MON goes round the end.
    const length = last >= first ? last - first : most - first + 1 + last - least;
    for (let passed = 0; passed <= length; passed += stride) {
      found.add(least + ((first - least + passed) % (most - least + 1)));
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** NaN for a name that is none. */
function value(text: string, names: string[], least: number): number {
  const place = names.indexOf(text);
  return place >= 0 ? place + least : Number(text);
}
