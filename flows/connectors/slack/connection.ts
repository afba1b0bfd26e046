import { z } from 'zod';
import type { ConnectionDefinition } from '#flows/connectors/define-connector.ts';

/** An incoming webhook of one channel. Its address lets anybody post there, so it is a secret. */
export const connection: ConnectionDefinition = {
  fields: z.object({
    /** `https://hooks.slack.com/services/T.../B.../...` */
    webhookUrl: z.url({ protocol: /^https?$/ }).meta({ secret: true, address: true }),
  }),
};
