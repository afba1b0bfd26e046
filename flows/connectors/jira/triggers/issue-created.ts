import { z } from 'zod';
import { defineTrigger, type FieldOptions } from '#flows/connectors/define-connector.ts';
import { inProjects, sampleHeaders } from '../delivery.ts';
import { issue, sampleIssue, user } from '../issue.ts';

/** An issue was created. */
export const issueCreated = defineTrigger({
  kind: 'webhook',
  connection: 'required',
  input: z.strictObject({
    projects: z
      .array(z.string())
      .min(1)
      .optional()
      .meta({ options: { from: 'projects' } satisfies FieldOptions }),
  }),
  output: z.looseObject({ issue, user: user.optional(), timestamp: z.number().optional() }),
  sample: { issue: sampleIssue, user: sampleIssue.fields.reporter, timestamp: 1795186690730 },
  sampleRequest: {
    method: 'POST',
    headers: sampleHeaders,
    body: {
      timestamp: 1795186690730,
      webhookEvent: 'jira:issue_created',
      issue_event_type_name: 'issue_created',
      user: sampleIssue.fields.reporter,
      issue: sampleIssue,
    },
  },
  filter: ({ projects }) => inProjects(projects),
});
