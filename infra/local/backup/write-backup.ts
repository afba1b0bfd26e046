import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { asideName } from '../migrate/old-files.ts';
import { dataFile } from '../storage/data-folder.ts';
import { FolderError } from '../storage/folder-error.ts';
import { copyDatabase } from './copy-database.ts';
import { blockBytes, padding, tarHeader } from './tar.ts';

/** What a backup holds; the last file in it, so that one cut off is told from a whole one. */
export interface BackupSummary {
  /** ISO 8601. */
  at: string;
  files: number;
  bytes: number;
  /** SHA-256 of all names and contents before it. */
  sha256: string;
  /** False when the table lies in a DynamoDB elsewhere, which has backups of its own. */
  table: boolean;
}

/** The name of the summary in a backup. */
export const summaryName = 'backup.json';

/** What is not copied as it lies there: the data file and the lock, what was before a migration, what is half written. */
const apart = new RegExp(`^(lock|millrace)\\.sqlite|^${asideName(1)}/|\\.part(-wal|-shm)?$|\\.sock$|^backup-`);

/**
 * Writes everything in a data folder to one tar file (mode 600), while the server goes on. The data file is copied as it
 * is at one moment, then the objects: every object that it speaks of was there before it. Changes nothing.
 */
export async function writeBackup(
  folder: string,
  database: DatabaseSync,
  file: string,
  now: number,
): Promise<BackupSummary> {
  if (existsSync(file)) throw new FolderError('fileExists', { file });
  const copies = await mkdtemp(join(folder, 'backup-'));
  try {
    const copied = join(copies, dataFile);
    await copyDatabase(database, copied);
    return await writeTar(folder, copies, file, now, holdsTable(copied));
  } finally {
    await rm(copies, { recursive: true, force: true });
  }
}

function holdsTable(file: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare('SELECT 1 FROM dynamodb_tables').get() !== undefined;
  } catch {
    // Nothing was started on the folder yet.
    return false;
  } finally {
    database.close();
  }
}

async function writeTar(
  folder: string,
  copies: string,
  file: string,
  now: number,
  table: boolean,
): Promise<BackupSummary> {
  const unfinished = `${file}.part`;
  const tar = await open(unfinished, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new FolderError('unwritable', { file, reason: error.code ?? error.message });
  });
  try {
    const hash = createHash('sha256');
    const seconds = Math.floor(now / 1000);
    let bytes = 0;
    const files = [...(await filesOf(copies, /^$/)), ...(await filesOf(folder, apart))];
    for (const { path, name } of files) {
      hash.update(`${name}\n`);
      bytes += await addFile(tar, path, name, seconds, (chunk) => hash.update(chunk));
    }
    const summary: BackupSummary = {
      at: new Date(now).toISOString(),
      files: files.length,
      bytes,
      sha256: hash.digest('hex'),
      table,
    };
    const text = Buffer.from(`${JSON.stringify(summary, null, 2)}\n`);
    await tar.writev([
      tarHeader(summaryName, text.length, seconds),
      text,
      Buffer.alloc(padding(text.length) + 2 * blockBytes),
    ]);
    await tar.sync();
    await tar.close();
    await rename(unfinished, file);
    return summary;
  } catch (error) {
    await tar.close().catch(() => {});
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Every file below a folder whose path in it does not match `without`. */
async function filesOf(folder: string, without: RegExp): Promise<{ path: string; name: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: relative(folder, path).replaceAll('\\', '/') }))
    .filter(({ name }) => !without.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Small files may change while they are read, so they are read at once; the copies of databases do not change. */
async function addFile(
  tar: FileHandle,
  path: string,
  name: string,
  seconds: number,
  hear: (chunk: Uint8Array) => void,
): Promise<number> {
  const large = (await stat(path)).size > 16 * 1024 * 1024;
  if (!large) {
    const content = await readFile(path);
    hear(content);
    await tar.writev([tarHeader(name, content.length, seconds), content, Buffer.alloc(padding(content.length))]);
    return content.length;
  }
  const source = await open(path, 'r');
  const { size } = await source.stat();
  await tar.write(tarHeader(name, size, seconds));
  for await (const chunk of source.createReadStream({ highWaterMark: 1024 * 1024, end: size - 1 })) {
    hear(chunk as Buffer);
    await tar.write(chunk as Buffer);
  }
  await tar.write(Buffer.alloc(padding(size)));
  return size;
}
