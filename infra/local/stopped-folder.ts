import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Databases } from './backup/write-backup.ts';
import { openDataFolder } from './data-folder.ts';
import { FolderError } from './folder-error.ts';
import { openDatabase } from './open-database.ts';

/** The data folder of a stopped server, and its data files. */
export interface StoppedFolder {
  path: string;
  databases: Databases;
}

/** Holds the folder while `work` is done. Throws FolderError when there is none, or a server runs on it. */
export async function withStoppedFolder<T>(path: string, work: (folder: StoppedFolder) => Promise<T>): Promise<T> {
  if (!existsSync(path)) throw new FolderError('folderMissing', { folder: path });
  const folder = lock(path);
  const opened: DatabaseSync[] = [];
  const open = (name: string) => {
    const file = folder.file(name);
    if (!existsSync(file)) throw new FolderError('folderMissing', { folder: path });
    const database = openDatabase(file);
    opened.push(database);
    return database;
  };
  try {
    const databases = {
      events: open('events.sqlite'),
      scheduler: open('scheduler.sqlite'),
      states: open('stepfunctions.sqlite'),
    };
    return await work({ path, databases });
  } finally {
    for (const database of opened) database.close();
    folder.unlock();
  }
}

function lock(path: string) {
  try {
    return openDataFolder(path);
  } catch (error) {
    if (error instanceof FolderError && error.code === 'folderLocked') {
      throw new FolderError('folderInUse', { folder: path });
    }
    throw error;
  }
}
