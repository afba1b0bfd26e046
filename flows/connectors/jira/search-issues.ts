import { z } from 'zod';
import { defineAction } from '#flows/connectors/define-connector.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { callJira } from './call-jira.ts';
import { issue, sampleIssue } from './issue.ts';

const standardFields = [
  'summary',
  'status',
  'priority',
  'issuetype',
  'project',
  'assignee',
  'reporter',
  'labels',
  'duedate',
  'created',
  'updated',
];

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
  async run({ input, connection, ports }) {
    const issues: JsonObject[] = [];
    let nextPageToken: string | undefined;
    do {
      const page = (await callJira(ports, connection, {
        method: 'POST',
        path: '/rest/api/3/search/jql',
        body: {
          jql: input.jql,
          fields: input.fields ?? standardFields,
          maxResults: Math.min(100, input.limit - issues.length),
          ...(nextPageToken ? { nextPageToken } : {}),
        },
      })) as { issues?: JsonObject[]; nextPageToken?: string; isLast?: boolean };
      issues.push(...(page.issues ?? []));
      nextPageToken = page.isLast ? undefined : page.nextPageToken;
    } while (nextPageToken && issues.length < input.limit);
    return { issues: issues.slice(0, input.limit) as z.input<typeof issue>[], more: nextPageToken !== undefined };
  },
});
