import { DatabaseSync } from 'node:sqlite';

/** A data file that another process holds; `code` is `DATA_LOCKED`. */
export class DataLocked extends Error {
  readonly code = 'DATA_LOCKED';
}

/** Kilobytes of pages that may stay in memory: what is written again soon is not read again. */
const cached = 24 * 1024;

/**
 * Opens a data file for this process alone: what is committed survives a loss of power, what is deleted is overwritten,
 * and the lock goes with the process however it ends. Throws DataLocked when another process holds the file.
 */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA auto_vacuum = INCREMENTAL;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA journal_size_limit = 67108864;
      PRAGMA cache_size = -${cached};
      PRAGMA secure_delete = ON;
      BEGIN EXCLUSIVE;
      COMMIT;
    `);
  } catch (error) {
    database.close();
    if (isBusy(error))
      throw new DataLocked(`${file} is in use: another Millrace runs on this data folder. Stop it first.`);
    throw error;
  }
  return database;
}

/** SQLITE_BUSY and SQLITE_LOCKED, https://sqlite.org/rescode.html */
function isBusy(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode ?? 0;
  return (code & 0xff) === 5 || (code & 0xff) === 6;
}
