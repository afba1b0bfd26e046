import { z } from 'zod';
import type { ConnectionDefinition } from '#flows/connectors/define-connector.ts';

/** How callers of a core.webhook address prove who they are. */
export const connection: ConnectionDefinition = {
  fields: z.object({
    scheme: z.enum(['hmac', 'standardWebhooks', 'basic', 'header']),
    /** Key of the signature, password, or value of the header. */
    secret: z.string().min(8).meta({ secret: true }),
    /** Header with the signature (hmac, default `x-signature`) or the secret (header, default `x-api-key`). */
    header: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,64}$/, 'shortName')
      .optional()
      .meta({ onlyFor: { scheme: ['hmac', 'header'] } }),
    /**
     * What an hmac signature covers: the body alone, or the whole request with the time in `x-timestamp`, which must be
     * within five minutes.
     */
    signs: z
      .enum(['body', 'request'])
      .optional()
      .meta({ onlyFor: { scheme: ['hmac'] } }),
    /** Name for basic. */
    user: z
      .string()
      .max(200)
      .optional()
      .meta({ onlyFor: { scheme: ['basic'] }, needed: true }),
  }),
};
