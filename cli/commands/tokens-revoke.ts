import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';

/** Makes an API token worthless. */
export const tokensRevoke: Command = {
  usage: 'tokens revoke ID',
  async run({ line, output, api }) {
    const [id] = line.words;
    if (id === undefined || line.words.length > 1) throw new CliError('missing', { usage: tokensRevoke.usage });
    await api.revokeToken({ params: { id } });
    output.say('tokenRevoked', { id });
    output.result({ id });
    return true;
  },
};
