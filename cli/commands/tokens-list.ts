import { everyPage } from '#functions/contract/every-page.ts';
import type { Command } from '../command.ts';
import { workspaceClock } from '../workspace-clock.ts';

/** Lists API tokens without their secret. */
export const tokensList: Command = {
  usage: 'tokens list',
  async run({ output, api }) {
    const tokens = await everyPage((cursor) => api.listTokens({ query: { limit: 200, cursor } }));
    if (tokens.length > 0 && !output.json) {
      const { timeZone, short } = await workspaceClock(api);
      output.say('timesIn', { timeZone });
      output.table(
        tokens.map(({ id, name, role, createdAt, lastUsedAt }) => [
          id,
          name,
          role,
          short(createdAt),
          lastUsedAt ? short(lastUsedAt) : '',
        ]),
      );
    }
    output.result({ tokens });
    return true;
  },
};
