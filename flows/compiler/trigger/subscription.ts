import type { Catalogue } from '#flows/connectors/define-connector.ts';
import type { Calendar } from '#flows/language/calendar.ts';
import { eachEnabledStep } from '#flows/language/each-step.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { bound } from '../bound/bind.ts';
import { callbacksIn } from '../callbacks.ts';
import type { CompiledFlow, Concurrency } from '../compiled.ts';
import { timeWaited } from '../measure/machine-type.ts';
import type { Report } from '../source/problem-list.ts';
import { constantOf, valueText } from '../text/value-text.ts';
import { buildFilter } from './verdict.ts';

/** Which events start the flow. Reports what keeps those waiting who send them. */
export function compileSubscription(
  flow: Flow,
  catalogue: Catalogue,
  calendar: Calendar,
  report: Report,
): CompiledFlow['subscription'] {
  const { use, connection, with: settings } = flow.trigger;
  const respond = (constantOf(settings) as JsonObject | undefined)?.respond === 'finished';
  const slow = respond && eachEnabledStep(flow.steps).find(takesLong);
  if (slow) report('answerComesLate', {}, [...slow.pointer, slow.kind]);
  const filter = buildFilter(flow, catalogue, calendar);
  return {
    type: use,
    ...(connection !== undefined && { connection }),
    ...(filter !== undefined && { filter }),
    respond,
    ...(callbacksIn(flow.steps).length > 0 && { callbacks: true }),
    ...(flow.concurrency && { concurrency: lowerConcurrency(flow.concurrency, calendar) }),
  };
}

/** Seconds for which a caller waits for the answer of a flow. */
const patience = 29;

function takesLong(step: Step): boolean {
  if (step.kind !== 'wait' && step.kind !== 'repeat') return false;
  const time = timeWaited(step);
  return typeof time !== 'number' || time > patience;
}

function lowerConcurrency({ key, max, whenFull }: NonNullable<Flow['concurrency']>, calendar: Calendar): Concurrency {
  return { max, whenFull, ...(key && { key: bound(valueText(key), calendar) }) };
}
