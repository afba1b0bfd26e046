import { parseDuration } from '#flows/language/duration.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';

export type Unit = 'minute' | 'hour' | 'day';

/** When a schedule fires, as a person says it. Hours, days and days of the week (0 is Sunday) are in order, each once. */
export type Plan =
  | { kind: 'week'; weekdays: number[]; hours: number[]; minute: number }
  | { kind: 'month'; days: number[]; hours: number[]; minute: number }
  | { kind: 'every'; count: number; unit: Unit }
  | { kind: 'once'; at: string }
  | { kind: 'cron'; pattern: string };

const names = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
export const everyDay = [0, 1, 2, 3, 4, 5, 6];
/** Seconds of each unit, the largest first. */
export const unitSeconds = { day: 86_400, hour: 3_600, minute: 60 };

/** What the settings of a schedule say; undefined when they say nothing, or two things at once. */
export function readPlan({ cron, every, at }: JsonObject): Plan | undefined {
  const given = [cron, every, at].filter((each) => each !== undefined);
  if (given.length !== 1) return undefined;
  if (typeof cron === 'string') return readCron(cron);
  if (typeof every === 'string') return readEvery(every);
  return typeof at === 'string' ? { kind: 'once', at } : undefined;
}

function readCron(pattern: string): Plan {
  const other: Plan = { kind: 'cron', pattern };
  const fields = pattern.trim().toUpperCase().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const hours = numbers(hour, 23);
  if (fields.length !== 5 || !/^\d\d?$/.test(minute) || Number(minute) > 59 || !hours || month !== '*') return other;
  const times = { hours, minute: Number(minute) };
  if (day === '*') {
    const weekdays = weekday === '*' ? everyDay : numbers(numbered(weekday), 7, (each) => each % 7);
    return weekdays ? { kind: 'week', weekdays, ...times } : other;
  }
  const days = numbers(day, 31);
  return days && days[0] !== 0 && weekday === '*' ? { kind: 'month', days, ...times } : other;
}

function readEvery(every: string): Plan | undefined {
  const seconds = parseDuration(every);
  if (!seconds) return undefined;
  const [unit, size] = Object.entries(unitSeconds).find(([, each]) => seconds % each === 0) ?? [];
  return unit && size ? { kind: 'every', count: seconds / size, unit: unit as Unit } : undefined;
}

/** Numbers of a list of values and ranges, in order; undefined for anything else. */
function numbers(field: string, most: number, as = (each: number) => each): number[] | undefined {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [, from, to = from] = /^(\d\d?)(?:-(\d\d?))?$/.exec(part) ?? [];
    if (from === undefined || Number(to) > most || Number(from) > Number(to)) return undefined;
    for (let each = Number(from); each <= Number(to); each += 1) found.add(as(each));
  }
  return [...found].sort((a, b) => a - b);
}

function numbered(field: string): string {
  return field.replace(/[A-Z]{3}/g, (name) => String(names.indexOf(name)));
}

/** The setting of a schedule that says so. */
export function writePlan(plan: Plan): { cron: string } | { every: string } | { at: string } {
  switch (plan.kind) {
    case 'week': {
      const days = plan.weekdays.length === 7 ? '*' : listed(plan.weekdays);
      return { cron: `${plan.minute} ${listed(plan.hours)} * * ${days}` };
    }
    case 'month':
      return { cron: `${plan.minute} ${listed(plan.hours)} ${listed(plan.days)} * *` };
    case 'every':
      return { every: `${plan.count}${plan.unit.charAt(0)}` };
    case 'once':
      return { at: plan.at };
    case 'cron':
      return { cron: plan.pattern };
  }
}

/** `1-5`, `1,3,5`: numbers in order as cron writes them. */
function listed(values: number[]): string {
  const [first = 0] = values;
  const last = values.at(-1) ?? first;
  return values.length > 2 && last - first === values.length - 1 ? `${first}-${last}` : values.join(',');
}

/** The settings with another time; the rest of them stays. */
export function withPlan(settings: JsonObject, plan: Plan): JsonObject {
  const { cron: _, every: __, at: ___, ...rest } = settings;
  return { ...writePlan(plan), ...rest } as Record<string, Json>;
}

/** Monday to Friday, and not on holidays. */
export function isWorkingDays(plan: Plan, { holidays }: JsonObject): boolean {
  return plan.kind === 'week' && plan.weekdays.join() === '1,2,3,4,5' && holidays === 'skip';
}
