import type { z } from 'zod';
import type { Run } from '#flows/connectors/calls.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { searchIssues } from '../actions/search-issues.ts';
import type { issue } from '../issue.ts';
import { callJira } from './call-jira.ts';

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

/** Follows pages until there are `limit` issues. */
export const run: Run<typeof searchIssues> = async ({ input, connection, ports }) => {
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
};
