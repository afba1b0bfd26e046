import { defineConnector } from '#flows/connectors/define-connector.ts';
import { connection } from './connection.ts';
import { request } from './request.ts';

/** Any HTTP API, with stored credentials when it needs them. */
export const http = defineConnector({
  id: 'http',
  name: 'HTTP',
  icon: { letters: 'H', color: '#0f766e' },
  categories: ['developer'],
  version: 1,
  connection,
  actions: { request },
  triggers: {},
});
