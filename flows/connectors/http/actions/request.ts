import { z } from 'zod';
import { defineAction } from '#flows/connectors/define-connector.ts';

/** One HTTP request. Statuses from 400 up fail the step with the class that fits. */
export const request = defineAction({
  input: z.strictObject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']).default('GET').meta({ needed: true }),
    /** Absolute, or below the connection's base URL when it begins with `/`. */
    url: z.string().max(8192),
    query: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    headers: z.record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'headerName'), z.string()).optional(),
    /** Text as is, anything else as JSON. Most receivers ignore that of other methods. */
    body: z
      .json()
      .optional()
      .meta({ onlyFor: { method: ['POST', 'PUT', 'PATCH', 'DELETE'] } }),
  }),
  output: z.object({ status: z.number().int(), headers: z.record(z.string(), z.string()), body: z.any() }),
  sample: { status: 200, headers: { 'content-type': 'application/json' }, body: { ok: true } },
  idempotency: 'record',
  effects: 'sends',
  connection: 'optional',
});
