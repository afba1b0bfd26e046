import type { z } from 'zod';
import type { Run } from '#flows/connectors/calls.ts';
import type { getIssue } from '../actions/get-issue.ts';
import type { issue } from '../issue.ts';
import { callJira } from './call-jira.ts';

/** Reads the issue. */
export const run: Run<typeof getIssue> = async ({ input, connection, ports }) => {
  const found = await callJira(ports, connection, {
    method: 'GET',
    path: `/rest/api/3/issue/${encodeURIComponent(input.issue)}`,
    ...(input.fields ? { query: { fields: input.fields.join(',') } } : {}),
  });
  return found as z.input<typeof issue>;
};
