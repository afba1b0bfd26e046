import type { Catalogue } from '#flows/connectors/define-connector.ts';
import { parseDuration } from '#flows/language/duration.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { CompiledSchedule } from '../compiled.ts';
import { constantOf } from '../text/value-text.ts';
import { awsCron } from './cron.ts';

/** The schedule of a checked flow that the clock starts, undefined for every other flow. `timeZone` is used when it names none. */
export function compileSchedule(
  { trigger }: Flow,
  catalogue: Catalogue,
  timeZone: string,
): CompiledSchedule | undefined {
  const [connector = '', name = ''] = trigger.use.split('.');
  if (catalogue[connector]?.triggers[name]?.kind !== 'schedule') return undefined;
  const { cron, every, at, window, ...rest } = constantOf(trigger.with) as Record<string, string | undefined>;
  return {
    expression: cron !== undefined ? awsCron(cron) : every !== undefined ? awsRate(every) : `at(${at})`,
    timeZone: rest.timeZone ?? timeZone,
    missed: rest.missed === 'skip' ? 'skip' : 'once',
    window: window === undefined ? 0 : seconds(window) / 60,
    skipHolidays: rest.holidays === 'skip',
  };
}

function awsRate(every: string): string {
  const units = { day: 86_400, hour: 3_600, minute: 60 };
  const [unit, size] = Object.entries(units).find(([, each]) => seconds(every) % each === 0) ?? ['minute', 60];
  const count = seconds(every) / size;
  return `rate(${count} ${unit}${count === 1 ? '' : 's'})`;
}

function seconds(duration: string): number {
  return parseDuration(duration) ?? 0;
}
