import { createHash, randomUUID } from 'node:crypto';
import type { InboundEvent, InboundRequest, WebhookReceiver } from '#flows/connectors/webhook-receiver.ts';
import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import { jsonFault } from '#flows/text/json-fault.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { Hook } from '#functions/store/hook.ts';

/** Longer keys of vendors are replaced by their hash. */
const longestKey = 200;

/**
 * The envelopes of what a request says happened; none when it says nothing that a trigger knows. Two deliveries of one
 * thing get the same id. AppError 400 when the body cannot be read. `now` in milliseconds since 1970.
 */
export function inboundEvents(
  request: InboundRequest,
  receiver: WebhookReceiver,
  hook: Hook,
  fields: Record<string, string>,
  now: number,
): EventEnvelope[] {
  const events = read(request, receiver, fields);
  const { connector } = hook;
  // The key of the hook itself stays out of ids: whoever sees them must not learn the address.
  const place = hook.flow ?? hook.connection ?? '';
  return events.map((event, index) => ({
    id: `${connector}:${place}:${key(event, request, hook, events.length > 1 ? `.${index}` : '')}`,
    source: connector,
    type: `${connector}.${event.trigger}`,
    time: new Date(event.time ?? now).toISOString(),
    connection: hook.flow === undefined ? (hook.connection ?? null) : null,
    ...(hook.flow !== undefined && { flow: hook.flow }),
    data: event.data,
  }));
}

function read(request: InboundRequest, receiver: WebhookReceiver, fields: Record<string, string>): InboundEvent[] {
  try {
    return receiver.toEvents(request, fields);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AppError(400, 'badJson', { params: { ...jsonFault(request.text, error) }, cause: error });
  }
}

function key(event: InboundEvent, request: InboundRequest, hook: Hook, suffix: string): string {
  if (event.key !== undefined) {
    return event.key.length <= longestKey && !/[^\x21-\x7e]/.test(event.key) ? event.key : sha256(event.key);
  }
  // Two equal requests to a flow's own address are two events; a vendor repeats itself word for word.
  return hook.flow === undefined ? `${sha256(request.body)}${suffix}` : randomUUID();
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
