import type { Clock } from '../clock.ts';
import type { Timers } from '../timers.ts';
import type { GroupCommit } from './group-commit.ts';

/** Milliseconds between two times: what was deleted stands in the log no longer than that. */
const pause = 600_000;

/** Empties the log again and again from now on: the file forgets what is deleted at once, its log only then. */
export function emptyLog(commit: GroupCommit, timers: Timers, clock: Clock): void {
  function look(): void {
    commit.emptyLog();
    timers.set(clock.now() + pause, look);
  }

  timers.set(clock.now() + pause, look);
}
