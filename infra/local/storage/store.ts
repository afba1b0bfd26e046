import type { DatabaseSync } from 'node:sqlite';
import { type Clock, systemClock } from '../clock.ts';
import { Timers } from '../timers.ts';
import { emptyLog } from './empty-log.ts';
import { giveRoomBack } from './give-room-back.ts';
import { GroupCommit } from './group-commit.ts';
import { openDatabase } from './open-database.ts';

/** The data file, and the one writer that everything goes through. */
export interface Store {
  database: DatabaseSync;
  commit: GroupCommit;
  /** Makes what waits last, and lets go of the file; throws when that fails. */
  close(): void;
}

/**
 * Opens the data file for this process alone; `report` hears of every commit that failed, such as on a full disk. Throws
 * DataLocked when another process holds it.
 */
export function openStore(file: string, report: (sentence: string) => void, clock: Clock = systemClock): Store {
  const database = openDatabase(file);
  const commit = new GroupCommit(database, (error) =>
    report(`${file} could not be written: ${(error as Error).message}. What was accepted is kept and tried again.`),
  );
  const timers = new Timers(clock);
  giveRoomBack(database, commit, timers, clock);
  emptyLog(commit, timers, clock);
  return {
    database,
    commit,
    close() {
      timers.stop();
      try {
        commit.stop();
      } finally {
        database.close();
      }
    },
  };
}
