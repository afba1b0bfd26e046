import type { Objects } from '#flows/engine/objects.ts';
import type { Clock } from '../clock.ts';
import type { GroupCommit } from '../group-commit.ts';
import type { Timers } from '../timers.ts';
import type { Journal } from './journal.ts';
import type { Machines } from './machines.ts';
import type { Programs } from './programs.ts';

/** What everything below the operations stands on. */
export interface Ground {
  clock: Clock;
  timers: Timers;
  commit: GroupCommit;
  journal: Journal;
  machines: Machines;
  programs: Programs;
  /** Where distributed Maps read items and write results. */
  objects: Objects | undefined;
  /** Takes a sentence for the person who runs the server. */
  report: (sentence: string) => void;
}
