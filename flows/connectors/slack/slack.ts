import type { ConnectorHead } from '#flows/connectors/define-connector.ts';

/** Slack: messages to a channel through its incoming webhook. */
export const slack: ConnectorHead = {
  name: 'Slack',
  icon: { letters: '#', color: '#4a154b' },
  categories: ['chat'],
  version: 1,
};
