import { defineConnector } from '#flows/connectors/define-connector.ts';
import { connection } from './connection.ts';
import { sendBotMessage } from './send-bot-message.ts';

/** Feishu and Lark: messages to a group through its custom bot. */
export const feishu = defineConnector({
  id: 'feishu',
  name: 'Feishu',
  icon: { letters: '飞', color: '#00b96b' },
  categories: ['chat'],
  version: 1,
  connection,
  actions: { sendBotMessage },
  triggers: {},
});
