import { everyPage } from '#functions/contract/every-page.ts';
import type { Command } from '../command.ts';
import { workspaceClock } from '../workspace-clock.ts';

/** Lists events that could not be handled. */
export const deadLettersList: Command = {
  usage: 'deadletters list',
  async run({ output, api }) {
    const letters = await everyPage((cursor) => api.listDeadLetters({ query: { limit: 200, cursor } }));
    if (letters.length > 0 && !output.json) {
      const clock = await workspaceClock(api);
      output.say('timesIn', { timeZone: clock.timeZone });
      output.table(
        letters.map(({ id, trigger, at, attempts, error }) => [id, trigger, clock.short(at), String(attempts), error]),
      );
    }
    if (letters.length === 0) output.say('noDeadLetters');
    output.result({ deadLetters: letters });
    return true;
  },
};
