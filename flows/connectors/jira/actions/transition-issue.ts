import { z } from 'zod';
import { defineAction, type FieldOptions } from '#flows/connectors/define-connector.ts';

/** Moves an issue through its workflow, by the name of the transition or of the status it leads to. */
export const transitionIssue = defineAction({
  input: z.strictObject({
    issue: z.string().min(1).max(255),
    to: z
      .string()
      .min(1)
      .max(255)
      .meta({ options: { from: 'statuses' } satisfies FieldOptions }),
    comment: z.string().max(32_000).optional(),
  }),
  output: z.object({ issue: z.string(), transition: z.string(), status: z.string() }),
  sample: { issue: 'OPS-418', transition: 'Unblock', status: 'In Progress' },
  idempotency: 'record',
  effects: 'writes',
  causes: ['issueUpdated'],
  connection: 'required',
});
