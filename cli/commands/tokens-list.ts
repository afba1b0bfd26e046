import type { Command } from '../command.ts';
import { everyPage } from '../every-page.ts';

/** Lists API tokens without their secret. */
export const tokensList: Command = {
  usage: 'tokens list',
  async run({ output, api }) {
    const tokens = await everyPage((cursor) => api('listTokens', { query: { limit: 200, cursor } }));
    output.table(
      tokens.map(({ id, name, role, createdAt, lastUsedAt }) => [id, name, role, createdAt, lastUsedAt ?? '']),
    );
    output.result({ tokens });
    return true;
  },
};
