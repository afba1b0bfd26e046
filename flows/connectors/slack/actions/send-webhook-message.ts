import { z } from 'zod';
import { defineAction } from '#flows/connectors/define-connector.ts';

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
});
