import type { Command } from '../command.ts';

/** Gives the administrator, or whoever is named, a new password. */
export const resetPassword: Command = {
  usage: 'admin reset-password [NAME]',
  async run({ line, output, api }) {
    const [name = 'admin'] = line.words;
    const reset = await api.resetPassword({ params: { name } });
    output.say('passwordReset', reset);
    output.result(reset);
    return true;
  },
};
