import { defineConnector } from '#flows/connectors/define-connector.ts';
import { connection } from './connection.ts';
import { sendWebhookMessage } from './send-webhook-message.ts';

/** Slack: messages to a channel through its incoming webhook. */
export const slack = defineConnector({
  id: 'slack',
  name: 'Slack',
  icon: { letters: '#', color: '#4a154b' },
  categories: ['chat'],
  version: 1,
  connection,
  actions: { sendWebhookMessage },
  triggers: {},
});
