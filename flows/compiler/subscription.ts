import type { Catalogue } from '#flows/connectors/define-connector.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { Report } from './1-parse/problem-list.ts';
import { constantOf, valueText } from './3-lower/value-text.ts';
import type { CompiledFlow, Concurrency } from './compiled.ts';
import { buildFilter } from './verdict.ts';

/** Which events start the flow. Reports what a flow of this type cannot give to those who send them. */
export function compileSubscription(
  flow: Flow,
  catalogue: Catalogue,
  type: CompiledFlow['type'],
  report: Report,
): CompiledFlow['subscription'] {
  const { use, connection, with: settings } = flow.trigger;
  const respond = (constantOf(settings) as JsonObject | undefined)?.respond === 'finished';
  if (respond && type === 'STANDARD') report('respondNeedsExpress', {}, ['trigger', 'with', 'respond']);
  if (respond && flow.concurrency) report('respondWithoutConcurrency', {}, ['concurrency']);
  const filter = buildFilter(flow, catalogue);
  return {
    type: use,
    ...(connection !== undefined && { connection }),
    ...(filter !== undefined && { filter }),
    respond,
    ...(flow.concurrency && { concurrency: lowerConcurrency(flow.concurrency) }),
  };
}

function lowerConcurrency({ key, max, whenFull }: NonNullable<Flow['concurrency']>): Concurrency {
  return { max, whenFull, ...(key && { key: valueText(key) }) };
}
