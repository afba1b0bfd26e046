import { randomUUID } from 'node:crypto';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import type { Connector, Trigger } from '#flows/connectors/define-connector.ts';
import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import type { Json } from '#flows/language/json.ts';
import type { PublishedHead } from '#functions/store/flow.ts';

/** An event as the flow's trigger would tell it, for this flow alone; `data` instead of the trigger's own sample. */
export function sampleEvent(
  flow: string,
  { trigger, triggerConnection }: Pick<PublishedHead, 'trigger' | 'triggerConnection'>,
  data: Json | undefined,
  now: number,
): EventEnvelope {
  const [source = '', name = ''] = trigger.split('.');
  return {
    id: `${source}:${triggerConnection ?? flow}:sample-${randomUUID()}`,
    source,
    type: trigger,
    time: new Date(now).toISOString(),
    connection: source === 'core' ? null : (triggerConnection ?? null),
    flow,
    data: data ?? sampleData(catalogue[source], name),
  };
}

/** What the vendor's sample request is read as; without one the trigger's sample. */
function sampleData(connector: Connector | undefined, name: string): Json {
  const trigger = connector?.triggers[name];
  const event = trigger?.sampleRequest && connector?.receiver?.toEvents(request(trigger.sampleRequest), {});
  return event?.find((each) => each.trigger === name)?.data ?? (trigger?.sample as Json) ?? {};
}

function request({ method, headers, body }: NonNullable<Trigger['sampleRequest']>) {
  const text = JSON.stringify(body);
  return { method, headers, query: {}, body: new TextEncoder().encode(text), text };
}
