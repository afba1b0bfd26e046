import type { ConnectorHead } from '#flows/connectors/define-connector.ts';

/** Feishu and Lark: messages to a group through its custom bot. */
export const feishu: ConnectorHead = {
  name: 'Feishu',
  icon: { letters: '飞', color: '#00b96b' },
  categories: ['chat'],
  version: 1,
};
