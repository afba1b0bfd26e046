import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import type { Timers } from '../timers.ts';
import type { GroupCommit } from './group-commit.ts';

/** Pages given back in one transaction, and left free for what comes next. */
const pagesAtOnce = 500;
const pagesKept = 250;
/** Milliseconds between two looks, and between two transactions: other work goes on. */
const pause = 600_000;
const breath = 50;

/** Gives room that nothing uses any more in a data file back to the disk, bit by bit, from now on. */
export function giveRoomBack(database: DatabaseSync, commit: GroupCommit, timers: Timers, clock: Clock): void {
  const free = database.prepare('PRAGMA freelist_count');

  function look(): void {
    const unused = (free.get() as { freelist_count: number }).freelist_count - pagesKept;
    if (unused > 0) {
      commit.add({ run: () => database.exec(`PRAGMA incremental_vacuum(${Math.min(unused, pagesAtOnce)})`) });
    }
    timers.set(clock.now() + (unused > pagesAtOnce ? breath : pause), look);
  }

  timers.set(clock.now() + pause, look);
}
