import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';
import { showRun } from '../show-run.ts';

/** Shows one run with every step. */
export const show: Command = {
  usage: 'show RUN',
  async run({ line, output, api }) {
    const [id] = line.words;
    if (id === undefined || line.words.length > 1) throw new CliError('missing', { usage: show.usage });
    await showRun(await api('getRun', { params: { id } }), api, output);
    return true;
  },
};
