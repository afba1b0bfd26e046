import type { Catalogue } from '#flows/connectors/define-connector.ts';
import { parseDuration } from '#flows/language/duration.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { Report } from './1-parse/problem-list.ts';
import { constantOf } from './3-lower/value-text.ts';
import type { CompiledSchedule } from './compiled.ts';
import { awsCron } from './cron.ts';

/** The schedule of a flow that the clock starts, undefined for every other flow. `timeZone` is used when it names none. */
export function compileSchedule(
  { trigger }: Flow,
  catalogue: Catalogue,
  timeZone: string,
  report: Report,
): CompiledSchedule | undefined {
  const [connector = '', name = ''] = trigger.use.split('.');
  if (catalogue[connector]?.triggers[name]?.kind !== 'schedule') return undefined;
  const { cron, every, at, window, ...rest } = (constantOf(trigger.with) ?? {}) as JsonObject;
  const expression =
    typeof cron === 'string'
      ? cronExpression(cron, report)
      : typeof every === 'string'
        ? rateExpression(every, report)
        : typeof at === 'string'
          ? `at(${at})`
          : undefined;
  if (expression === undefined) return undefined;
  return {
    expression,
    timeZone: typeof rest.timeZone === 'string' ? rest.timeZone : timeZone,
    missed: rest.missed === 'skip' ? 'skip' : 'once',
    window: typeof window === 'string' ? Math.ceil((parseDuration(window) ?? 0) / 60) : 0,
    skipHolidays: rest.holidays === 'skip',
  };
}

function cronExpression(cron: string, report: Report): string | undefined {
  const expression = awsCron(cron);
  if (expression === undefined) report('cronBothDays', {}, ['trigger', 'with', 'cron']);
  return expression;
}

function rateExpression(every: string, report: Report): string | undefined {
  const seconds = parseDuration(every) ?? 0;
  if (seconds === 0 || seconds % 60 !== 0) {
    report('everyWholeMinutes', {}, ['trigger', 'with', 'every']);
    return undefined;
  }
  const [unit, size] =
    seconds % 86_400 === 0 ? ['day', 86_400] : seconds % 3_600 === 0 ? ['hour', 3_600] : ['minute', 60];
  const count = seconds / (size as number);
  return `rate(${count} ${unit}${count === 1 ? '' : 's'})`;
}
