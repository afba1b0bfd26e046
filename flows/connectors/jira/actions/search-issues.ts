import { z } from 'zod';
import { defineAction } from '#flows/connectors/define-connector.ts';
import { issue, sampleIssue } from '../issue.ts';

/** Issues by JQL, following pages up to `limit`. `more` tells that there were others. */
export const searchIssues = defineAction({
  input: z.strictObject({
    jql: z.string().min(1).max(10_000),
    fields: z.array(z.string()).max(100).optional(),
    limit: z.number().int().min(1).max(1000).default(50),
  }),
  output: z.object({ issues: z.array(issue), more: z.boolean() }),
  sample: { issues: [sampleIssue], more: false },
  idempotency: 'native',
  effects: 'reads',
  connection: 'required',
});
