import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { FolderError } from '../folder-error.ts';
import { blockBytes, padding, tarHeader } from './tar.ts';

/** The data files of the services that hold them open. */
export interface Databases {
  events: DatabaseSync;
  scheduler: DatabaseSync;
  states: DatabaseSync;
}

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

const tries = 5;
const pagesAtOnce = 1000;

/** Files that are copied in their own way, or say nothing: the lock, logs of databases, what is half written. */
const apart = /^((lock|events|scheduler|stepfunctions)\.sqlite|dynamodb\.db)|\.part$|\.sock$|^backup-/;

/**
 * Writes everything in a data folder to one tar file (mode 600), while the server goes on. The parts are copied one after
 * the other in the order in which an event travels: schedules, queues, executions, records, objects. What moves on while
 * this copies is then in the part it left or in the one it came to, or in both: nothing accepted before is missing, and
 * what is there twice is told by its key, as after a crash. A record without its execution is started by the doctor.
 */
export async function writeBackup(
  folder: string,
  databases: Databases,
  file: string,
  now: number,
): Promise<BackupSummary> {
  if (existsSync(file)) throw new FolderError('fileExists', { file });
  const copies = await mkdtemp(join(folder, 'backup-'));
  try {
    await copyDatabases(folder, databases, copies);
    return await writeTar(folder, copies, file, now);
  } finally {
    await rm(copies, { recursive: true, force: true });
  }
}

async function copyDatabases(folder: string, { events, scheduler, states }: Databases, copies: string): Promise<void> {
  const table = join(folder, 'dynamodb.db');
  for (let attempt = 1; ; attempt++) {
    const before = published(states, scheduler);
    await copy(scheduler, join(copies, 'scheduler.sqlite'));
    await copy(events, join(copies, 'events.sqlite'));
    await copy(states, join(copies, 'stepfunctions.sqlite'));
    if (existsSync(table)) {
      const source = new DatabaseSync(table, { readOnly: true });
      try {
        await copy(source, join(copies, 'dynamodb.db'));
      } finally {
        source.close();
      }
    }
    // A version that was published between two copies would be in one of them only.
    if (attempt === tries || published(states, scheduler) === before) return;
  }
}

async function copy(source: DatabaseSync, file: string): Promise<void> {
  await rm(file, { force: true });
  await backup(source, file, { rate: pagesAtOnce });
}

function published(states: DatabaseSync, scheduler: DatabaseSync): string {
  const versions = states.prepare('SELECT count(*) AS count, max(created) AS newest FROM versions').get();
  const schedules = scheduler.prepare('SELECT count(*) AS count, max(modified) AS newest FROM schedules').get();
  return JSON.stringify([versions, schedules]);
}

async function writeTar(folder: string, copies: string, file: string, now: number): Promise<BackupSummary> {
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
      table: files.some(({ name }) => name === 'dynamodb.db'),
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
