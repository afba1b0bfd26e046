import { dateOf, dateToMilliseconds, weekday } from './civil-date.ts';

/** What functions and conditions about time take from the workspace. Days are such as `2026-12-25`. */
export interface Calendar {
  /** IANA name. */
  timeZone: string;
  /** Days without work. */
  holidays: readonly string[];
  /** Saturdays and Sundays on which work is done. */
  makeUpDays: readonly string[];
}

/** The calendar of a workspace that has set none. */
export const plainCalendar: Calendar = { timeZone: 'UTC', holidays: [], makeUpDays: [] };

/** A stretch of days, counted from 1970-01-01, that adds `worth` to the number of working days for each of them. */
export type Exception = [first: number, days: number, worth: 1 | -1];

const dayLength = 86_400_000;

/** Where the calendar differs from a week of five days, in order. A day that is both is one on which work is done. */
export function exceptionsOf({ holidays, makeUpDays }: Calendar): Exception[] {
  const worths = new Map<number, 1 | -1>();
  for (const day of holidays.map(dayNumber)) if (!isWeekend(day)) worths.set(day, -1);
  for (const day of makeUpDays.map(dayNumber)) {
    if (isWeekend(day)) worths.set(day, 1);
    else worths.delete(day);
  }
  const stretches: Exception[] = [];
  for (const [day, worth] of [...worths].sort(([a], [b]) => a - b)) {
    const last = stretches.at(-1);
    if (last && last[2] === worth && last[0] + last[1] === day) last[1] += 1;
    else stretches.push([day, 1, worth]);
  }
  return stretches;
}

function dayNumber(text: string): number {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return dateToMilliseconds({ year, month, day }) / dayLength;
}

function isWeekend(day: number): boolean {
  return [0, 6].includes(weekday(dateOf(day * dayLength)));
}
