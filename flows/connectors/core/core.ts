import { defineConnector } from '#flows/connectors/define-connector.ts';
import { webhookSecret } from './connection.ts';
import { manual } from './manual.ts';
import { receiver } from './receiver.ts';
import { schedule } from './schedule.ts';
import { webhook } from './webhook.ts';

/** Triggers that need no vendor: an address of the flow's own, the clock, a person's click. */
export const core = defineConnector({
  id: 'core',
  name: 'Millrace',
  icon: { letters: 'M', color: '#475569' },
  categories: ['core'],
  version: 1,
  connection: webhookSecret,
  receiver,
  actions: {},
  triggers: { webhook, schedule, manual },
});
