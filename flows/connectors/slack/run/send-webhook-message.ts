import type { Run } from '#flows/connectors/calls.ts';
import type { sendWebhookMessage } from '../actions/send-webhook-message.ts';
import { refusal } from './refusal.ts';

/** Posts the message; Slack's refusals are plain text. */
export const run: Run<typeof sendWebhookMessage> = async ({ input, connection, ports }) => {
  const answer = await ports.http({
    method: 'POST',
    url: connection.webhookUrl ?? '',
    body: { text: input.text, ...(input.blocks ? { blocks: input.blocks } : {}) },
    accept: () => true,
  });
  if (answer.status < 400) return { sent: true };
  throw refusal(answer, ports.now());
};
