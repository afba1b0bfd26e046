import { calls } from '#flows/connectors/calls.generated.ts';
import type { Forgery, WebhookReceiver } from '#flows/connectors/webhook-receiver.ts';
import { type EventEnvelope, subscriptionKey } from '#flows/language/event-envelope.ts';
import { EventTooLarge, eventBus } from '#functions/aws/event-bus.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { HttpEvent, HttpResult } from '#functions/middleware/http-event.ts';
import { type Configuration, configuration } from '#functions/store/configuration.ts';
import type { Hook } from '#functions/store/hook.ts';
import type { Subscription } from '#functions/store/subscription.ts';
import { inboundEvents } from './inbound-events.ts';
import { inboundPorts } from './inbound-ports.ts';
import { limitAllSenders, limitSenders } from './limit-senders.ts';
import { offerToWaits } from './offer-to-waits.ts';
import { readRequest } from './read-request.ts';
import { respondWhenFinished } from './respond-when-finished.ts';

/** Milliseconds that a request can have waited before it came here. */
const longestWait = 25_000;

/** Returns a function that takes a webhook request: verified, made an event, and answered when that is durable. */
export function receiver() {
  const current = configuration();
  const put = eventBus();
  const finished = respondWhenFinished();
  const offer = offerToWaits();
  const limit = limitSenders();
  const limitAll = limitAllSenders();

  return async (http: HttpEvent): Promise<HttpResult> => {
    const arrivedAt = arrival(http, Date.now());
    const key = keyIn(http.rawPath);
    await limit(key);
    const settings = await current();
    const { hook, listener } = await addressed(key, settings);
    const request = readRequest(http);
    const fields = await secrets(hook, settings);
    const receives = calls[hook.connector]?.receiver as WebhookReceiver;
    mustBeGenuine(receives.verify(request, fields, inboundPorts), fields);
    await limitAll();
    const challenge = receives.challenge?.(request, fields);
    if (challenge) return { statusCode: challenge.status, headers: challenge.headers ?? {}, body: challenge.body };
    const events = inboundEvents(request, receives, hook, fields, Date.now());
    if (listener?.respond && events[0]) {
      await offer(events[0], settings);
      return finished(listener, events[0], await settings.settings(), arrivedAt);
    }
    await Promise.all(events.map((event) => putOrRefuse(put, event)));
    const ids = events.map(({ id }) => id);
    return json(202, { event: ids[0] ?? null, ...(ids.length > 1 && { events: ids }) });
  };
}

/** When the gateway got the request, milliseconds since 1970: it may have waited for a function. Clocks differ. */
function arrival({ requestContext }: HttpEvent, now: number): number {
  return Math.min(now, Math.max(requestContext.timeEpoch ?? now, now - longestWait));
}

/** The key of a hook's address; AppError 404 when it cannot be one. */
function keyIn(path: string): string {
  const key = /^\/hooks\/([A-Za-z0-9_-]{20,100})$/.exec(path)?.[1];
  if (key === undefined) throw notFound();
  return key;
}

/** The hook of a key and, for a flow's own one, what listens there. AppError 404 tells nothing but that. */
async function addressed(key: string, settings: Configuration): Promise<{ hook: Hook; listener?: Subscription }> {
  const hook = await settings.hook(key);
  if (!hook || !calls[hook.connector]?.receiver) throw notFound();
  if (hook.flow === undefined) return { hook };
  const [listener] = await settings.subscriptions(subscriptionKey('core.webhook', hook.flow));
  if (!listener) throw notFound();
  return { hook, listener };
}

async function secrets(hook: Hook, settings: Configuration): Promise<Record<string, string>> {
  if (hook.connection === undefined) return {};
  const connection = await settings.connection(hook.connection);
  // Without the secret nothing can be proved, so nothing is taken.
  if (!connection || connection.connector !== hook.connector) throw notFound();
  return connection.fields;
}

function mustBeGenuine(refusal: Forgery | undefined, fields: Record<string, string>): void {
  if (refusal === undefined) return;
  const headers = fields.scheme === 'basic' ? { 'www-authenticate': 'Basic realm="hooks", charset="UTF-8"' } : {};
  throw new AppError(401, refusal, { headers });
}

async function putOrRefuse(put: (event: EventEnvelope) => Promise<void>, event: EventEnvelope): Promise<void> {
  try {
    await put(event);
  } catch (error) {
    if (error instanceof EventTooLarge) {
      throw new AppError(413, 'eventTooLarge', { params: { limit: error.limit }, cause: error });
    }
    throw new AppError(503, 'notAccepted', { headers: { 'retry-after': '2' }, cause: error });
  }
}

function notFound(): AppError {
  return new AppError(404, 'notFound');
}

function json(statusCode: number, body: object): HttpResult {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
