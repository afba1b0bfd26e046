import { z } from 'zod';
import { defineAction } from '#flows/connectors/define-connector.ts';
import { callJira } from './call-jira.ts';
import { issue, sampleIssue } from './issue.ts';

/** One issue by key or id. */
export const getIssue = defineAction({
  input: z.strictObject({ issue: z.string().min(1).max(255), fields: z.array(z.string()).max(100).optional() }),
  output: issue,
  sample: sampleIssue,
  idempotency: 'native',
  effects: 'reads',
  connection: 'required',
  async run({ input, connection, ports }) {
    const found = await callJira(ports, connection, {
      method: 'GET',
      path: `/rest/api/3/issue/${encodeURIComponent(input.issue)}`,
      ...(input.fields ? { query: { fields: input.fields.join(',') } } : {}),
    });
    return found as z.input<typeof issue>;
  },
});
