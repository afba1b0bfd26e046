import type { TestConnection } from '#flows/connectors/calls.ts';
import { callJira } from './call-jira.ts';

/** Who the token belongs to. */
export const test: TestConnection = async ({ connection, ports }) => {
  const me = await callJira(ports, connection, { method: 'GET', path: '/rest/api/3/myself' });
  return { says: String((me as { displayName?: string }).displayName ?? connection.email) };
};
