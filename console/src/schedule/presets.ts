import type { JsonObject } from '#flows/language/json.ts';
import { everyDay, isWorkingDays, type Plan, writePlan } from './schedule-plan.ts';

/** The times that people choose from. */
export const presets = ['working', 'daily', 'weekdays', 'monthly', 'every', 'once', 'cron'] as const;
export type Preset = (typeof presets)[number];

/** What a plan is called among the presets. */
export function presetOf(plan: Plan, settings: JsonObject): Preset {
  switch (plan.kind) {
    case 'week':
      if (isWorkingDays(plan, settings)) return 'working';
      return plan.weekdays.length === 7 ? 'daily' : 'weekdays';
    case 'month':
      return 'monthly';
    default:
      return plan.kind;
  }
}

/** The plan that a preset begins with: times of day that were chosen before stay. */
export function planOf(preset: Preset, before: Plan | undefined): Plan {
  const timed = before?.kind === 'week' || before?.kind === 'month' ? before : undefined;
  const { hours = [9], minute = 0 } = timed ?? {};
  switch (preset) {
    case 'working':
      return { kind: 'week', weekdays: [1, 2, 3, 4, 5], hours, minute };
    case 'daily':
      return { kind: 'week', weekdays: everyDay, hours, minute };
    case 'weekdays':
      return { kind: 'week', weekdays: before?.kind === 'week' ? before.weekdays : [1], hours, minute };
    case 'monthly':
      return before?.kind === 'month' ? before : { kind: 'month', days: [1], hours, minute };
    case 'every':
      return before?.kind === 'every' ? before : { kind: 'every', count: 15, unit: 'minute' };
    case 'once':
      return before?.kind === 'once' ? before : { kind: 'once', at: '' };
    case 'cron':
      return { kind: 'cron', pattern: patternOf(before) };
  }
}

function patternOf(before: Plan | undefined): string {
  const written = before && writePlan(before);
  return written && 'cron' in written ? written.cron : '0 9 * * *';
}
