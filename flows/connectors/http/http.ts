import type { ConnectorHead } from '#flows/connectors/define-connector.ts';

/** Any HTTP API, with stored credentials when it needs them. */
export const http: ConnectorHead = {
  name: 'HTTP',
  icon: { letters: 'H', color: '#0f766e' },
  categories: ['developer'],
  version: 1,
};
