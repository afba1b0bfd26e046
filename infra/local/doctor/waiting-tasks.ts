import type { DatabaseSync } from 'node:sqlite';
import { GroupCommit } from '../group-commit.ts';
import { Journal } from '../stepfunctions/journal.ts';
import { Machines } from '../stepfunctions/machines.ts';
import { Programs } from '../stepfunctions/programs.ts';
import { type Invocation, noProgress, readProgress } from '../stepfunctions/progress.ts';
import { replay } from '../stepfunctions/replay.ts';

/** A task of a running execution that waits for an answer with its token. */
export interface WaitingTask {
  execution: number;
  task: number;
  run: string;
  step: string;
  path: string;
  token: string;
  /** Whether whoever is to answer has been told; else he is asked at the next start. */
  submitted: boolean;
}

/**
 * Takes each running execution of a stopped server to where it stood, and returns its tasks that wait for an answer, by
 * run. An execution that cannot be read throughout is left out; `only` looks at the execution of one run.
 */
export async function waitingTasks(states: DatabaseSync, only?: string): Promise<Map<string, WaitingTask[]>> {
  const journal = new Journal(states);
  const commit = new GroupCommit(states, () => {});
  const machines = new Machines(states, commit);
  const programs = new Programs(machines);
  const found = new Map<string, WaitingTask[]>();
  try {
    for (const row of journal.running()) {
      const machine = machines.byId(row.machine);
      if (machine.type !== 'STANDARD' || (only !== undefined && row.name !== only)) continue;
      const snapshot = journal.snapshot(row.id);
      const progress = snapshot ? readProgress(snapshot.progress) : noProgress();
      const execution = { row, machine, program: programs.get(machine, row.revision) };
      const events = journal.events(row.id, snapshot?.event ?? 0);
      if (await replay({ journal, machines }, execution, progress, events)) continue;
      found.set(
        row.name,
        [...progress.tasks.values()].flatMap((task) => waiting(row.id, task)),
      );
    }
  } finally {
    commit.stop();
  }
  return found;
}

function waiting(execution: number, { task, token, arguments: given, submitted }: Invocation): WaitingTask[] {
  const { Payload } = given as { Payload?: Pick<WaitingTask, 'run' | 'step' | 'path'> };
  if (token === undefined || !Payload) return [];
  const { run, step, path } = Payload;
  return [{ execution, task, run, step, path, token, submitted: submitted === true }];
}
