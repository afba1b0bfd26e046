import { cronFault } from '#flows/compiler/2-check/cron-fields.ts';
import { scheduleExpression, type WrittenTime } from '#flows/compiler/trigger/schedule-expression.ts';
import type { Calendar } from '#flows/language/calendar.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { scheduleTimes } from '#flows/language/schedule-times.ts';
import { readPlan } from './schedule-plan.ts';

/** Firings that are looked at to find those that are no holidays. */
const mostLookedAt = 400;

/**
 * The next firings of a schedule with these settings after `now`, in milliseconds since 1970, without the holidays that
 * it skips; empty for settings that have no meaning. An interval is counted from `now`, as if it were published then.
 */
export function firings(settings: JsonObject, { timeZone, holidays }: Calendar, now: number, count: number): number[] {
  const plan = readPlan(settings);
  if (!plan || (typeof settings.cron === 'string' && cronFault(settings.cron))) return [];
  const zone = typeof settings.timeZone === 'string' ? settings.timeZone : timeZone;
  const times = scheduleTimes(scheduleExpression(settings as WrittenTime), zone, now);
  const found: number[] = [];
  let at = times?.next(now);
  for (let seen = 0; at !== undefined && found.length < count && seen < mostLookedAt; seen += 1) {
    if (settings.holidays !== 'skip' || !holidays.includes(dayIn(zone, at))) found.push(at);
    at = times?.next(at);
  }
  return found;
}

function dayIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);
}
