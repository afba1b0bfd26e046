import type { TestConnection } from '#flows/connectors/calls.ts';
import { refusal } from './refusal.ts';

/** Sends a message without content: Slack refuses it with 400 before anything is posted, if the address is right. */
export const test: TestConnection = async ({ connection, ports }) => {
  const url = connection.webhookUrl ?? '';
  const answer = await ports.http({ method: 'POST', url, body: {}, accept: () => true });
  if (answer.status !== 400 && answer.status >= 300) throw refusal(answer, ports.now());
  return { says: new URL(url).host };
};
