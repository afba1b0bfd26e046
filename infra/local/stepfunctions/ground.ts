import type { Objects } from '#flows/engine/objects.ts';
import type { Evaluate } from '#flows/expression/host.ts';
import type { Clock } from '../clock.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import type { Timers } from '../timers.ts';
import type { Diagnostic } from './definition/diagnostic.ts';
import type { Journal } from './journal.ts';
import type { Machines, MachineType } from './machines.ts';
import type { Programs } from './programs.ts';

/** Where expressions that are not plain are evaluated; flows take turns there. */
export interface Expressions {
  evaluateApart(flow: string, ...evaluation: Parameters<Evaluate>): ReturnType<Evaluate>;
  /** What is wrong with a definition: its expressions are parsed for that. */
  diagnose(definition: string, type: MachineType): Promise<Diagnostic[]>;
}

/** What everything below the operations stands on. */
export interface Ground {
  clock: Clock;
  timers: Timers;
  commit: GroupCommit;
  journal: Journal;
  machines: Machines;
  programs: Programs;
  expressions: Expressions;
  /** Where distributed Maps read items and write results. */
  objects: Objects | undefined;
  /** Takes a sentence for the person who runs the server. */
  report: (sentence: string) => void;
}
