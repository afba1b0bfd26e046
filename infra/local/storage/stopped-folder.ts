import { existsSync } from 'node:fs';
import { dataFile, openDataFolder } from './data-folder.ts';
import { FolderError } from './folder-error.ts';
import { openStore, type Store } from './store.ts';

/** The data folder of a stopped server, and what is kept in it. */
export interface StoppedFolder {
  path: string;
  store: Store;
}

/** Holds the folder while `work` is done. Throws FolderError when there is none, or a server runs on it. */
export async function withStoppedFolder<T>(path: string, work: (folder: StoppedFolder) => Promise<T>): Promise<T> {
  if (!existsSync(path)) throw new FolderError('folderMissing', { folder: path });
  const folder = lock(path);
  try {
    const file = folder.file(dataFile);
    if (!existsSync(file)) throw new FolderError('folderMissing', { folder: path });
    const store = openStore(file, () => {});
    try {
      return await work({ path, store });
    } finally {
      store.close();
    }
  } finally {
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
