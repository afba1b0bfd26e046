import { z } from 'zod';
import type { ConnectionDefinition } from '#flows/connectors/define-connector.ts';
import { refusal } from './send-webhook-message.ts';

/** An incoming webhook of one channel. Its address lets anybody post there, so it is a secret. */
export const connection: ConnectionDefinition = {
  fields: z.object({
    /** `https://hooks.slack.com/services/T.../B.../...` */
    webhookUrl: z.url({ protocol: /^https?$/ }).meta({ secret: true, address: true }),
  }),
  /** Sends a message without content: Slack refuses it with 400 before anything is posted, if the address is right. */
  async test({ connection: fields, ports }) {
    const url = fields.webhookUrl ?? '';
    const answer = await ports.http({ method: 'POST', url, body: {}, accept: () => true });
    if (answer.status !== 400 && answer.status >= 300) throw refusal(answer, ports.now());
    return { says: new URL(url).host };
  },
};
