import { CliError } from '../cli-error.ts';
import type { Command, Context } from '../command.ts';
import { showRun, stepRow } from '../show-run.ts';

/** Shows one run with every step, or some rounds of one of its loops. */
export const show: Command = {
  usage: 'show RUN [--rounds LOOP] [--from N]',
  options: { rounds: { type: 'string' }, from: { type: 'string' } },
  async run(context) {
    const { line, output, api } = context;
    const [id] = line.words;
    const { rounds, from } = line.options;
    if (id === undefined || line.words.length > 1 || (from !== undefined && rounds === undefined)) {
      throw new CliError('missing', { usage: show.usage });
    }
    if (rounds === undefined) await showRun(await api.getRun({ params: { id } }), api, output);
    else await showRounds(id, String(rounds), readFrom(from), context);
    return true;
  },
};

/** Prints rounds of a loop from the given one on, counted from 1, and how to see those that follow. */
async function showRounds(id: string, path: string, from: number, { api, output }: Context): Promise<void> {
  const page = await api.getRounds({ params: { id }, query: { path, from: from - 1 } });
  output.table(page.steps.map((step) => stepRow(step, output)));
  if (page.notice) output.line(page.notice);
  if (page.next !== undefined) output.say('roundsSee', { run: id, path, from: page.next + 1 });
  output.result(page);
}

function readFrom(given: unknown): number {
  const from = given === undefined ? 1 : Number(given);
  if (!Number.isInteger(from) || from < 1) throw new CliError('badFrom', { given: String(given) });
  return from;
}
