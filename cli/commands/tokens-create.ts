import { person } from '#functions/contract/session.ts';
import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';

const roles = person.shape.role;

/** Makes an API token and shows it this once. */
export const tokensCreate: Command = {
  usage: 'tokens create NAME --role viewer|editor|admin',
  options: { role: { type: 'string' } },
  async run({ line, output, api }) {
    const [name] = line.words;
    const role = roles.safeParse(line.options.role);
    if (name === undefined || line.words.length > 1 || !role.success) {
      throw new CliError('missing', { usage: tokensCreate.usage });
    }
    const made = await api.createToken({ body: { name, role: role.data } });
    output.say('tokenMade', { token: made.token });
    output.result(made);
    return true;
  },
};
