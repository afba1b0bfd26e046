import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FolderError } from '../storage/folder-error.ts';
import { blockBytes, padding, readTarHeader } from './tar.ts';
import { type BackupSummary, summaryName } from './write-backup.ts';

const chunkBytes = 1024 * 1024;

/** Bytes of a summary. */
const longestSummary = 65_536;

/**
 * Makes a data folder of a backup. The folder must be missing or empty, and is there whole or not at all. Throws
 * FolderError when it is not empty, or when the file is no backup, or a damaged one.
 */
export async function restoreBackup(file: string, folder: string): Promise<BackupSummary> {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new FolderError('folderNotEmpty', { folder });
  const unfinished = `${folder}.restoring`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  try {
    const summary = await unpack(file, unfinished);
    for (const name of readdirSync(unfinished))
      if (/\.(sqlite|db)$/.test(name)) mustBeSound(join(unfinished, name), file);
    if (existsSync(folder)) await rmdir(folder);
    await rename(unfinished, folder);
    return summary;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw isNameClash(error) ? new FolderError('damagedBackup', { file }) : error;
  }
}

async function unpack(file: string, folder: string): Promise<BackupSummary> {
  const tar = await open(file, 'r').catch((error: Error) => {
    throw new FolderError('unreadable', { file, reason: (error as NodeJS.ErrnoException).code ?? error.message });
  });
  try {
    const hash = createHash('sha256');
    const { size } = await tar.stat();
    for (let first = true, at = 0; ; first = false) {
      const header = Buffer.alloc(blockBytes);
      const { bytesRead } = await tar.read(header);
      const looksRight = bytesRead === blockBytes && header.toString('latin1', 257, 262) === 'ustar';
      if (!looksRight) throw new FolderError(first ? 'notABackup' : 'damagedBackup', { file });
      const entry = readTarHeader(header, file);
      if (!entry) throw new FolderError('damagedBackup', { file });
      at += blockBytes + entry.bytes + padding(entry.bytes);
      // Nothing is made for an entry that cannot be whole.
      const longest = entry.name === summaryName ? longestSummary : size;
      if (at > size || entry.bytes > longest) throw new FolderError('damagedBackup', { file });
      if (entry.name === summaryName) return checked(await readSmall(tar, entry.bytes, file), hash, file);
      hash.update(`${entry.name}\n`);
      await unpackFile(tar, entry, folder, hash, file);
    }
  } finally {
    await tar.close();
  }
}

async function unpackFile(
  tar: FileHandle,
  { name, bytes }: { name: string; bytes: number },
  folder: string,
  hash: Hash,
  file: string,
): Promise<void> {
  const path = join(folder, name);
  if (normalize(name) !== name || name.startsWith('..') || name.startsWith('/')) {
    throw new FolderError('notABackup', { file });
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const target = await open(path, 'wx', 0o600);
  try {
    for (let left = bytes; left > 0; ) {
      const chunk = await readSmall(tar, Math.min(left, chunkBytes), file);
      hash.update(chunk);
      await target.write(chunk);
      left -= chunk.length;
    }
    await target.sync();
  } finally {
    await target.close();
  }
  await readSmall(tar, padding(bytes), file);
}

async function readSmall(tar: FileHandle, bytes: number, file: string): Promise<Buffer> {
  const content = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; ) {
    const { bytesRead } = await tar.read(content, at, bytes - at);
    if (bytesRead === 0) throw new FolderError('damagedBackup', { file });
    at += bytesRead;
  }
  return content;
}

function checked(text: Buffer, hash: Hash, file: string): BackupSummary {
  const summary = readSummary(text);
  if (summary?.sha256 !== hash.digest('hex')) throw new FolderError('damagedBackup', { file });
  return summary;
}

function readSummary(text: Buffer): BackupSummary | undefined {
  try {
    return JSON.parse(text.toString()) as BackupSummary;
  } catch {
    return undefined;
  }
}

/** Two entries of one name, or one below another: no backup of ours has them. */
function isNameClash(error: unknown): boolean {
  return ['EEXIST', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  );
}

function mustBeSound(path: string, file: string): void {
  const database = new DatabaseSync(path);
  try {
    const answer = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
    if (answer.quick_check !== 'ok') throw new FolderError('damagedBackup', { file });
  } finally {
    database.close();
  }
}
