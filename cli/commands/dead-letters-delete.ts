import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';

/** Gives an event up that could not be handled. */
export const deadLettersDelete: Command = {
  usage: 'deadletters delete ID',
  async run({ line, output, api }) {
    const [id] = line.words;
    if (id === undefined || line.words.length > 1) throw new CliError('missing', { usage: deadLettersDelete.usage });
    await api.deleteDeadLetter({ params: { id } });
    output.say('deadLetterDeleted', { id });
    output.result({ id });
    return true;
  },
};
