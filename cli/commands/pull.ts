import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyPage } from '#functions/contract/every-page.ts';
import { serverUrl } from '../api.ts';
import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';
import { KnownTexts } from '../known-texts.ts';

/** Writes every flow's text into a folder. A file with changes that no server has is replaced only with `--over`. */
export const pull: Command = {
  usage: 'pull DIR [--over]',
  options: { over: { type: 'boolean' } },
  async run({ line, output, api, environment }) {
    const [folder] = line.words;
    if (folder === undefined || line.words.length > 1) throw new CliError('missing', { usage: pull.usage });
    const heads = await everyPage((cursor) => api.listFlows({ query: { limit: 200, cursor } }));
    mkdirSync(folder, { recursive: true });
    const known = new KnownTexts(folder, await serverUrl(environment));
    const flows = [];
    for (const { id } of heads) {
      const { source, format, revision } = await api.getFlow({ params: { id } });
      const file = join(folder, `${id}.${format}`);
      const here = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      const same = here === source;
      const kept = here !== undefined && !same && !line.options.over && !known.has(id, { source: here, format });
      if (!same && !kept) writeFileSync(file, source);
      if (!kept) known.keep(id, { source, format });
      output.say(kept ? 'fileKept' : same ? 'fileUnchanged' : 'fileWritten', { file });
      flows.push({ id, file, revision, changed: !same && !kept, ...(kept && { kept }) });
    }
    if (flows.length === 0) output.say('noFlows');
    output.result({ flows });
    return flows.every(({ kept }) => !kept);
  },
};
