import type { LoadOptions } from '#flows/connectors/calls.ts';
import { callJira } from '../call-jira.ts';
import { startAt } from '../start-at.ts';

/** Projects that the account may browse, by key; Jira searches their keys and names. */
export const options: LoadOptions = async ({ search, cursor, connection, ports }) => {
  const start = startAt(cursor);
  const page = (await callJira(ports, connection, {
    method: 'GET',
    path: '/rest/api/3/project/search',
    query: { startAt: start, maxResults: 50, orderBy: 'name', ...(search && { query: search }) },
  })) as { values?: { key: string; name: string }[]; isLast?: boolean };
  const items = (page.values ?? []).map(({ key, name }) => ({ value: key, label: name, hint: key }));
  return { items, ...(page.isLast === false && items.length > 0 && { next: String(start + items.length) }) };
};
