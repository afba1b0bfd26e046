import { z } from 'zod';
import { ConnectorError, type ConnectorErrorClass } from '#flows/connectors/connector-error.ts';
import { defineAction } from '#flows/connectors/define-connector.ts';
import { classOfStatus, retryAfterSeconds } from '#flows/connectors/http-status.ts';

/** Slack's plain-text refusals, in the words of a person who can repair them. */
const refusals: Record<string, [ConnectorErrorClass, string]> = {
  no_service: [
    'NotFound',
    'the webhook was removed or switched off; make a new one in Slack and change the connection',
  ],
  no_active_hooks: ['NotFound', 'the webhook was switched off; make a new one in Slack and change the connection'],
  invalid_token: ['Unauthorized', 'the webhook address is wrong or was revoked'],
  channel_not_found: ['NotFound', 'the channel does not exist any more'],
  channel_is_archived: ['NotFound', 'the channel is archived'],
  action_prohibited: ['Unauthorized', "an administrator's rule forbids posting there"],
  posting_to_general_channel_denied: ['Unauthorized', 'only some people may post to the general channel'],
  no_text: ['InvalidInput', 'the message is empty'],
  invalid_payload: ['InvalidInput', 'the message is not in a form Slack understands; look at blocks'],
};

/** Posts a message to the channel of the incoming webhook. */
export const sendWebhookMessage = defineAction({
  input: z.strictObject({
    /** Slack's mrkdwn; with `blocks` it is what notifications show. */
    text: z.string().min(1).max(40_000),
    blocks: z.array(z.record(z.string(), z.json())).max(50).optional(),
  }),
  output: z.object({ sent: z.boolean() }),
  sample: { sent: true },
  idempotency: 'record',
  effects: 'sends',
  connection: 'required',
  rateLimit: 'slack-webhook',
  async run({ input, connection, ports }) {
    const answer = await ports.http({
      method: 'POST',
      url: connection.webhookUrl ?? '',
      body: { text: input.text, ...(input.blocks ? { blocks: input.blocks } : {}) },
      accept: () => true,
    });
    if (answer.status < 400) return { sent: true };
    const said = answer.text.trim().slice(0, 200);
    const [errorClass, meaning] = refusals[said] ?? [classOfStatus(answer.status), said || `status ${answer.status}`];
    const retryAfter = retryAfterSeconds(answer.headers['retry-after'], ports.now());
    throw new ConnectorError(errorClass, `Slack refused the message: ${meaning}.`, {
      status: answer.status,
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  },
});
