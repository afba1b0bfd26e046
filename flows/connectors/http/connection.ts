import { z } from 'zod';
import type { ConnectionDefinition } from '#flows/connectors/define-connector.ts';

/** Credentials for one HTTP API; `baseUrl` keeps them from being sent anywhere else. */
export const connection: ConnectionDefinition = {
  fields: z.object({
    scheme: z.enum(['bearer', 'basic', 'header', 'query']).meta({ directs: true }),
    /** Only addresses below it get the credentials: `https://api.example.com/v1`. */
    baseUrl: z.url({ protocol: /^https?$/ }).meta({ address: true }),
    secret: z.string().min(1).meta({ secret: true }),
    /** Name for basic. */
    user: z
      .string()
      .max(200)
      .optional()
      .meta({ onlyFor: { scheme: ['basic'] }, needed: true }),
    /** Name of the header or query parameter for those schemes. */
    field: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, 'shortName')
      .optional()
      .meta({ onlyFor: { scheme: ['header', 'query'] }, needed: true, directs: true }),
  }),
};
