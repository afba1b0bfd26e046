import { z } from 'zod';
import { defineAction } from '#flows/connectors/define-connector.ts';
import { issue, sampleIssue } from '../issue.ts';

/** One issue by key or id. */
export const getIssue = defineAction({
  input: z.strictObject({ issue: z.string().min(1).max(255), fields: z.array(z.string()).max(100).optional() }),
  output: issue,
  sample: sampleIssue,
  idempotency: 'native',
  effects: 'reads',
  connection: 'required',
});
