import { resolve } from 'node:path';
import { restoreBackup } from '#infra/local/backup/restore-backup.ts';
import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';
import { dataFolder, withFolder } from '../data-folder.ts';

/** Makes the data folder of a backup. */
export const restore: Command = {
  usage: 'restore FILE',
  async run(context) {
    const { line, output } = context;
    const [word] = line.words;
    if (word === undefined || line.words.length > 1) throw new CliError('missing', { usage: restore.usage });
    const folder = dataFolder(context);
    const summary = await withFolder(() => restoreBackup(resolve(word), folder));
    output.say('restored', { folder, files: summary.files, at: summary.at });
    output.result({ folder, ...summary });
    return true;
  },
};
