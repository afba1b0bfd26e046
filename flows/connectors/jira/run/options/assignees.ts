import type { LoadOptions } from '#flows/connectors/calls.ts';
import { callJira } from '../call-jira.ts';
import { startAt } from '../start-at.ts';

const pageSize = 100;

/**
 * Jira looks through so many people, takes the page out of them and only then leaves out those who may not be assigned:
 * a page with fewer, or none, is not the last.
 * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-user-search/
 */
const mostPeople = 1000;

/** People who may be given issues of a project, by account id; Jira searches their names and e-mail addresses. */
export const options: LoadOptions = async ({ search, cursor, input, connection, ports }) => {
  const start = startAt(cursor);
  const people = (await callJira(ports, connection, {
    method: 'GET',
    path: '/rest/api/3/user/assignable/search',
    query: { project: input.project ?? '', query: search, startAt: start, maxResults: pageSize },
  })) as { accountId: string; displayName?: string; emailAddress?: string }[];
  return {
    items: people.map(({ accountId, displayName, emailAddress }) => ({
      value: accountId,
      label: displayName ?? accountId,
      ...(emailAddress && { hint: emailAddress }),
    })),
    ...(start + pageSize < mostPeople && { next: String(start + pageSize) }),
  };
};
