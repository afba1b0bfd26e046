import type { Catalogue } from '#flows/connectors/define-connector.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { Report } from './1-parse/problem-list.ts';
import { constantOf } from './3-lower/value-text.ts';
import type { CompiledFlow } from './compiled.ts';
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
  if (flow.concurrency) report('notRunnableYet', { what: 'concurrency' }, ['concurrency']);
  const filter = buildFilter(flow, catalogue);
  return {
    type: use,
    ...(connection !== undefined && { connection }),
    ...(filter !== undefined && { filter }),
    respond,
  };
}
