import { everyPage } from '#functions/contract/every-page.ts';
import type { Command } from '../command.ts';

/** Lists connections without their secrets. */
export const connectionsList: Command = {
  usage: 'connections list',
  async run({ output, api }) {
    const connections = await everyPage((cursor) => api.listConnections({ query: { limit: 200, cursor } }));
    output.table(
      connections.map(({ name, connector, usedBy, hook }) => [name, connector, usedBy.join(', '), hook?.url ?? '']),
    );
    if (connections.length === 0) output.say('noConnections');
    output.result({ connections });
    return true;
  },
};
