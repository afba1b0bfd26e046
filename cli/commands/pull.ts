import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';
import { everyPage } from '../every-page.ts';

/** Writes every flow's text into a folder. */
export const pull: Command = {
  usage: 'pull DIR',
  async run({ line, output, api }) {
    const [folder] = line.words;
    if (folder === undefined || line.words.length > 1) throw new CliError('missing', { usage: pull.usage });
    const heads = await everyPage((cursor) => api('listFlows', { query: { limit: 200, cursor } }));
    mkdirSync(folder, { recursive: true });
    const flows = [];
    for (const { id } of heads) {
      const { source, format, revision } = await api('getFlow', { params: { id } });
      const file = join(folder, `${id}.${format}`);
      const same = existsSync(file) && readFileSync(file, 'utf8') === source;
      if (!same) writeFileSync(file, source);
      output.say(same ? 'fileUnchanged' : 'fileWritten', { file });
      flows.push({ id, file, revision, changed: !same });
    }
    if (flows.length === 0) output.say('noFlows');
    output.result({ flows });
    return true;
  },
};
