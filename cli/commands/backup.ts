import { resolve } from 'node:path';
import type { BackupSummary } from '#infra/local/backup/write-backup.ts';
import { askServer } from '#infra/local/control/ask-server.ts';
import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';
import { dataFolder, withFolder } from '../data-folder.ts';

/** Writes the data folder to one file, while its server runs or while it does not. */
export const backup: Command = {
  usage: 'backup FILE',
  async run(context) {
    const { line, output } = context;
    const [word] = line.words;
    if (word === undefined || line.words.length > 1) throw new CliError('missing', { usage: backup.usage });
    const file = resolve(word);
    const folder = dataFolder(context);
    const summary = await withFolder(
      async () =>
        (await askServer<BackupSummary>(folder, { do: 'backup', file })) ?? (await backUpStopped(folder, file)),
    );
    output.say('backedUp', { file, files: summary.files, bytes: summary.bytes });
    if (!summary.table) output.say('tableElsewhere');
    output.result({ file, ...summary });
    return true;
  },
};

// Loaded only here: other commands do not wait for the embedded AWS.
async function backUpStopped(folder: string, file: string): Promise<BackupSummary> {
  const [{ withStoppedFolder }, { writeBackup }] = await Promise.all([
    import('#infra/local/storage/stopped-folder.ts'),
    import('#infra/local/backup/write-backup.ts'),
  ]);
  return withStoppedFolder(folder, ({ path, store }) => writeBackup(path, store.database, file, Date.now()));
}
