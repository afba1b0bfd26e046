import type { ConnectorHead } from '#flows/connectors/define-connector.ts';

/** Triggers that need no vendor: an address of the flow's own, the clock, a person's click. */
export const core: ConnectorHead = {
  name: 'Millrace',
  icon: { letters: 'M', color: '#475569' },
  categories: ['core'],
  version: 1,
};
