import { z } from 'zod';
import { defineAction } from '#flows/connectors/define-connector.ts';

/** Adds a comment to an issue. */
export const addComment = defineAction({
  input: z.strictObject({ issue: z.string().min(1).max(255), text: z.string().min(1).max(32_000) }),
  output: z.looseObject({ id: z.string(), self: z.string().optional(), created: z.string().optional() }),
  sample: {
    id: '20817',
    self: 'https://example.atlassian.net/rest/api/3/issue/10042/comment/20817',
    created: '2026-11-20T14:02:11.000+0000',
  },
  idempotency: 'record',
  effects: 'writes',
  causes: ['issueUpdated'],
  connection: 'required',
});
