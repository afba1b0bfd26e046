import { z } from 'zod';
import { defineTrigger } from '#flows/connectors/define-connector.ts';

/** An HTTP request to the flow's own address. A `core` connection makes callers prove who they are. */
export const webhook = defineTrigger({
  kind: 'webhook',
  connection: 'optional',
  input: z.strictObject({
    /** `finished`: the caller waits for the run and gets the output of its `stop` step. */
    respond: z.enum(['accepted', 'finished']).default('accepted'),
  }),
  output: z.object({
    method: z.string(),
    headers: z.record(z.string(), z.string()),
    query: z.record(z.string(), z.string()),
    body: z.any(),
  }),
  sample: {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'curl/8.5.0' },
    query: {},
    body: {
      kind: 'order',
      number: 'A-1001',
      customer: 'Li Wei',
      total: 129.5,
      lines: [{ sku: 'PUMP-7', quantity: 2 }],
    },
  },
  sampleRequest: {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: {
      kind: 'order',
      number: 'A-1001',
      customer: 'Li Wei',
      total: 129.5,
      lines: [{ sku: 'PUMP-7', quantity: 2 }],
    },
  },
});
