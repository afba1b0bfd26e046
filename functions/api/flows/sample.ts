import { randomUUID } from 'node:crypto';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { sampleTrigger } from '#flows/compiler/trigger/sample-trigger.ts';
import { calls } from '#flows/connectors/calls.generated.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import type { Trigger } from '#flows/connectors/define-connector.ts';
import { operationOf } from '#flows/connectors/operation-of.ts';
import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import { isObject, type Json } from '#flows/language/json.ts';
import type { PublishedHead } from '#functions/store/flow.ts';
import type { StoredVersion } from '#functions/store/version.ts';

/**
 * An event as the flow's trigger would tell it, for this flow alone; `data` instead of the sample that has the fields
 * which the published text reads.
 */
export function sampleEvent(
  flow: string,
  { trigger, triggerConnection }: Pick<PublishedHead, 'trigger' | 'triggerConnection'>,
  given: { data?: Json | undefined; text: Pick<StoredVersion, 'source' | 'format'> | undefined },
  now: number,
  timeZone: string,
): EventEnvelope {
  const [source = ''] = trigger.split('.');
  return {
    id: `${source}:${triggerConnection ?? flow}:sample-${randomUUID()}`,
    source,
    type: trigger,
    time: new Date(now).toISOString(),
    connection: source === 'core' ? null : (triggerConnection ?? null),
    flow,
    data: given.data ?? fitting(sampleData(trigger), given.text, now, timeZone),
  };
}

/** The sample with the fields that the flow of the text reads. */
function fitting(
  like: Json,
  text: Pick<StoredVersion, 'source' | 'format'> | undefined,
  now: number,
  timeZone: string,
): Json {
  const flow = text && parseFlow(text.source, text.format).flow;
  const time = new Date(now).toISOString();
  return flow && isObject(like) ? sampleTrigger(flow, like, time, timeZone) : like;
}

/** What the vendor's sample request is read as; without one the trigger's sample. */
function sampleData(use: string): Json {
  const [connector = '', name] = use.split('.');
  const trigger = operationOf(catalogue, use, 'triggers');
  const event = trigger?.sampleRequest && calls[connector]?.receiver?.toEvents(request(trigger.sampleRequest), {});
  return event?.find((each) => each.trigger === name)?.data ?? (trigger?.sample as Json) ?? {};
}

function request({ method, headers, body }: NonNullable<Trigger['sampleRequest']>) {
  const text = JSON.stringify(body);
  return { method, headers, query: {}, rawQuery: '', body: new TextEncoder().encode(text), text };
}
