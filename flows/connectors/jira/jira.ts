import type { ConnectorHead } from '#flows/connectors/define-connector.ts';

/** Jira Cloud, REST v3 and admin webhooks. */
export const jira: ConnectorHead = {
  name: 'Jira',
  icon: { letters: 'J', color: '#2684ff' },
  categories: ['projects', 'service'],
  version: 1,
};
