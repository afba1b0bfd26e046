import { z } from 'zod';
import { defineAction, type FieldOptions } from '#flows/connectors/define-connector.ts';

/** Creates an issue; `fields` carries whatever else the site wants, under Jira's own field names. */
export const createIssue = defineAction({
  input: z.strictObject({
    project: z
      .string()
      .min(1)
      .max(255)
      .meta({ options: { from: 'projects' } satisfies FieldOptions }),
    type: z
      .string()
      .min(1)
      .max(255)
      .default('Task')
      .meta({ options: { from: 'issueTypes', needs: ['project'] } satisfies FieldOptions }),
    summary: z.string().min(1).max(255),
    description: z.string().max(32_000).optional(),
    assignee: z
      .string()
      .max(255)
      .optional()
      .meta({ options: { from: 'assignees', needs: ['project'] } satisfies FieldOptions }),
    priority: z.string().max(255).optional(),
    labels: z.array(z.string().regex(/^\S+$/, 'labels')).max(100).optional(),
    dueDate: z.iso.date().optional(),
    fields: z.record(z.string(), z.json()).optional(),
  }),
  output: z.object({ id: z.string(), key: z.string(), self: z.string() }),
  sample: { id: '10043', key: 'OPS-419', self: 'https://example.atlassian.net/rest/api/3/issue/10043' },
  idempotency: 'record',
  effects: 'writes',
  causes: ['issueCreated'],
  connection: 'required',
});
