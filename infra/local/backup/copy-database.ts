import { backup, type DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

const pagesAtOnce = 1000;
const tries = 500;
const msBetweenTries = 10;

/**
 * Copies a database to a new file as it is at one moment, while its own connection goes on to write. A copy cannot begin
 * within a write transaction (https://sqlite.org/c3ref/backup_finish.html: SQLITE_BUSY); Node rejects then, instead of
 * waiting as it does once pages were copied, so it is begun again. Rejects with the last refusal after 5 s of them.
 */
export async function copyDatabase(database: DatabaseSync, file: string): Promise<void> {
  for (let left = tries; ; left -= 1) {
    try {
      await backup(database, file, { rate: pagesAtOnce });
      return;
    } catch (error) {
      if (left <= 1 || !couldNotBegin(error)) throw error;
      await sleep(msBetweenTries);
    }
  }
}

/** SQLITE_OK, SQLITE_BUSY and SQLITE_LOCKED (https://sqlite.org/rescode.html): Node reports the copy's code, which may be none. */
function couldNotBegin(error: unknown): boolean {
  return [0, 5, 6].includes((error as { errcode?: number }).errcode ?? -1);
}
