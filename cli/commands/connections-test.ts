import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';

/** Proves a connection with a harmless call. */
export const connectionsTest: Command = {
  usage: 'connections test NAME',
  async run({ line, output, api }) {
    const [name] = line.words;
    if (name === undefined || line.words.length > 1) throw new CliError('missing', { usage: connectionsTest.usage });
    const { works, says } = await api.testConnection({ params: { name } });
    output.say(works ? 'connectionWorks' : 'connectionFails', { name, says });
    output.result({ name, works, says });
    return works;
  },
};
