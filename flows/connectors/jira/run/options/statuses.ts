import type { LoadOptions } from '#flows/connectors/calls.ts';
import { containing } from '#flows/connectors/containing.ts';
import { callJira } from '../call-jira.ts';

/** Statuses of all active workflows, by name: projects may each have one of the same name. */
export const options: LoadOptions = async ({ search, connection, ports }) => {
  const statuses = await callJira(ports, connection, { method: 'GET', path: '/rest/api/3/status' });
  return {
    items: containing(
      search,
      (statuses as { name: string }[]).map(({ name }) => name),
    ),
  };
};
