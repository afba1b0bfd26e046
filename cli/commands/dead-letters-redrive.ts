import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';

/** Puts an event that could not be handled back on its way. */
export const deadLettersRedrive: Command = {
  usage: 'deadletters redrive ID',
  async run({ line, output, api }) {
    const [id] = line.words;
    if (id === undefined || line.words.length > 1) throw new CliError('missing', { usage: deadLettersRedrive.usage });
    await api.redriveDeadLetter({ params: { id } });
    output.say('redriven', { id });
    output.result({ id });
    return true;
  },
};
