import { verifyHexHmac } from '#flows/connectors/hex-hmac.ts';
import type { InboundEvent, WebhookReceiver } from '#flows/connectors/webhook-receiver.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';

const triggers: Record<string, string> = {
  'jira:issue_created': 'issueCreated',
  'jira:issue_updated': 'issueUpdated',
};

/** Jira Cloud admin webhooks, signed when the connection holds the webhook's secret. */
export const receiver: WebhookReceiver = {
  verify(request, connection, ports) {
    return connection.webhookSecret
      ? verifyHexHmac(request, connection.webhookSecret, 'x-hub-signature', ports)
      : undefined;
  },
  toEvents(request) {
    const body = JSON.parse(request.text) as JsonObject | null;
    const trigger = triggers[String(body?.webhookEvent)];
    if (!body || !trigger) return [];
    const { webhookEvent: _event, issue_event_type_name: _type, ...data } = body;
    const event: InboundEvent = {
      trigger,
      data: trigger === 'issueUpdated' ? { ...data, changed: changedFields(data.changelog) } : data,
    };
    const key = request.headers['x-atlassian-webhook-identifier'];
    if (key) event.key = key;
    if (typeof body.timestamp === 'number') event.time = body.timestamp;
    return [event];
  },
};

/** `{ status: { from: 'To Do', to: 'Done' } }`; the changelog's texts, since its ids mean nothing to people. */
function changedFields(changelog: Json | undefined): JsonObject {
  const items = (changelog as { items?: unknown } | null)?.items;
  const changed: Record<string, Json> = Object.create(null);
  for (const item of Array.isArray(items) ? (items as JsonObject[]) : []) {
    // `toString` is a member of every object: only the payload's own one counts.
    const text = (name: string): Json => (Object.hasOwn(item, name) ? (item[name] ?? null) : null);
    changed[String(item.field)] = { from: text('fromString'), to: text('toString') };
  }
  return { ...changed };
}
