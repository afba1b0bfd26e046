import { z } from 'zod';
import { defineTrigger, type FieldOptions } from '#flows/connectors/define-connector.ts';
import { inProjects, sampleHeaders } from '../delivery.ts';
import { issue, sampleIssue, user } from '../issue.ts';

const changelog = {
  id: '10124',
  items: [
    {
      field: 'status',
      fieldtype: 'jira',
      fieldId: 'status',
      from: '3',
      fromString: 'In Progress',
      to: '10003',
      toString: 'Blocked',
    },
  ],
};

/** An issue was changed. `changed` has one member per changed field: `$trigger.changed.status.to`. */
export const issueUpdated = defineTrigger({
  kind: 'webhook',
  connection: 'required',
  input: z.strictObject({
    projects: z
      .array(z.string())
      .min(1)
      .optional()
      .meta({ options: { from: 'projects' } satisfies FieldOptions }),
    /** Only when one of these fields changed: `[status, assignee]`. */
    fields: z.array(z.string()).min(1).optional(),
  }),
  output: z.looseObject({
    issue,
    user: user.optional(),
    timestamp: z.number().optional(),
    changelog: z
      .looseObject({ id: z.any().optional(), items: z.array(z.looseObject({ field: z.string() })) })
      .optional(),
    changed: z.record(z.string(), z.object({ from: z.string().nullable(), to: z.string().nullable() })),
    comment: z.looseObject({ id: z.string().optional(), body: z.any().optional() }).optional(),
  }),
  sample: {
    issue: sampleIssue,
    user: sampleIssue.fields.assignee,
    timestamp: 1795186690730,
    changelog,
    changed: { status: { from: 'In Progress', to: 'Blocked' } },
  },
  sampleRequest: {
    method: 'POST',
    headers: sampleHeaders,
    body: {
      timestamp: 1795186690730,
      webhookEvent: 'jira:issue_updated',
      issue_event_type_name: 'issue_generic',
      user: sampleIssue.fields.assignee,
      issue: sampleIssue,
      changelog,
    },
  },
  filter: ({ projects, fields }) => [
    ...inProjects(projects),
    ...(fields
      ? [
          {
            any: fields.map((field) => ({
              left: `{{ $trigger.changed.\`${field.replaceAll('`', '')}\` }}`,
              op: 'exists',
            })),
          },
        ]
      : []),
  ],
});
