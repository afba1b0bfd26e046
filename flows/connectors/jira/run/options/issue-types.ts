import type { LoadOptions } from '#flows/connectors/calls.ts';
import { containing } from '#flows/connectors/containing.ts';
import { callJira } from '../call-jira.ts';

/** Types of issue that a project takes, by name; subtasks are left out, since they need a parent. */
export const options: LoadOptions = async ({ search, input, connection, ports }) => {
  const page = (await callJira(ports, connection, {
    method: 'GET',
    path: `/rest/api/3/issue/createmeta/${encodeURIComponent(input.project ?? '')}/issuetypes`,
    query: { maxResults: 200 },
  })) as { issueTypes?: { name: string; subtask?: boolean }[] };
  const names = (page.issueTypes ?? []).filter(({ subtask }) => !subtask).map(({ name }) => name);
  return { items: containing(search, names) };
};
