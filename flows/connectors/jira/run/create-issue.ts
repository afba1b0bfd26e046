import type { Run } from '#flows/connectors/calls.ts';
import type { createIssue } from '../actions/create-issue.ts';
import { callJira } from './call-jira.ts';
import { richText } from './rich-text.ts';

/** Creates the issue; members of `fields` win over the others. */
export const run: Run<typeof createIssue> = async ({ input, connection, ports }) => {
  const created = await callJira(ports, connection, {
    method: 'POST',
    path: '/rest/api/3/issue',
    body: {
      fields: {
        project: { key: input.project },
        issuetype: { name: input.type },
        summary: input.summary,
        ...(input.description === undefined ? {} : { description: richText(input.description) }),
        ...(input.assignee === undefined ? {} : { assignee: { accountId: input.assignee } }),
        ...(input.priority === undefined ? {} : { priority: { name: input.priority } }),
        ...(input.labels === undefined ? {} : { labels: input.labels }),
        ...(input.dueDate === undefined ? {} : { duedate: input.dueDate }),
        ...input.fields,
      },
    },
  });
  return created as { id: string; key: string; self: string };
};
