import { setTimeout as pause } from 'node:timers/promises';
import type { Json } from '#flows/language/json.ts';
import { jsonFault } from '#flows/text/json-fault.ts';
import { CliError } from '../cli-error.ts';
import type { Command, Context } from '../command.ts';
import { readText } from '../flow-file.ts';
import { showRun } from '../show-run.ts';

/** Milliseconds between two looks at a run: soon at first, for most runs are short. */
const firstLook = 50;
const lastLook = 1000;

/** Starts a published flow by hand. */
export const run: Command = {
  usage: 'run FLOW [--input FILE] [--wait]',
  options: { input: { type: 'string' }, wait: { type: 'boolean' } },
  async run(context) {
    const { line, output, api } = context;
    const [id] = line.words;
    if (id === undefined || line.words.length > 1) throw new CliError('missing', { usage: run.usage });
    const input = await readInput(context);
    const started = await api.runFlow({ params: { id }, body: input === undefined ? {} : { input } });
    let detail = await api.getRun({ params: { id: started.run } });
    if (!line.options.wait) {
      await showRun(detail, api, output);
      return true;
    }
    for (let look = firstLook; isOpen(detail.status); look = Math.min(look * 2, lastLook)) {
      await pause(look);
      detail = await api.getRun({ params: { id: started.run } });
    }
    await showRun(detail, api, output);
    return detail.status === 'succeeded';
  },
};

async function readInput({ line, stdin }: Context): Promise<Json | undefined> {
  const file = line.options.input;
  if (typeof file !== 'string') return undefined;
  const given = file === '-' ? await stdin() : readText(file);
  try {
    return JSON.parse(given);
  } catch (error) {
    throw new CliError('badInput', { file, ...jsonFault(given, error) });
  }
}

function isOpen(status: string): boolean {
  return status === 'queued' || status === 'running';
}
