import type { Catalogue } from '#flows/connectors/define-connector.ts';
import { operationOf } from '#flows/connectors/operation-of.ts';
import { parseDuration } from '#flows/language/duration.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { CompiledSchedule } from '../compiled.ts';
import { constantOf } from '../text/value-text.ts';
import { scheduleExpression } from './schedule-expression.ts';

/** The schedule of a checked flow that the clock starts, undefined for every other flow. `timeZone` is used when it names none. */
export function compileSchedule(
  { trigger }: Flow,
  catalogue: Catalogue,
  timeZone: string,
): CompiledSchedule | undefined {
  if (operationOf(catalogue, trigger.use, 'triggers')?.kind !== 'schedule') return undefined;
  const { window, ...rest } = constantOf(trigger.with) as Record<string, string | undefined>;
  return {
    expression: scheduleExpression(rest),
    timeZone: rest.timeZone ?? timeZone,
    missed: rest.missed === 'skip' ? 'skip' : 'once',
    window: window === undefined ? 0 : (parseDuration(window) ?? 0) / 60,
    skipHolidays: rest.holidays === 'skip',
  };
}
