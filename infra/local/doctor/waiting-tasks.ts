import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Objects } from '#flows/engine/objects.ts';
import { getObject } from '../s3/get-object.ts';
import { ObjectFiles } from '../s3/object-files.ts';
import { inThisThread } from '../stepfunctions/expression-host.ts';
import { Journal } from '../stepfunctions/journal.ts';
import { Machines } from '../stepfunctions/machines.ts';
import { Programs } from '../stepfunctions/programs.ts';
import { type Invocation, noProgress, readProgress } from '../stepfunctions/progress.ts';
import { replay } from '../stepfunctions/replay.ts';
import { readOnly, storedObjects } from '../stepfunctions/stored-objects.ts';
import type { Store } from '../storage/store.ts';

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
export async function waitingTasks({ database, commit }: Store, only?: string): Promise<Map<string, WaitingTask[]>> {
  const journal = new Journal(database);
  const machines = new Machines(database, commit);
  const programs = new Programs(machines);
  const objects = objectsBeside(database);
  const found = new Map<string, WaitingTask[]>();
  for (const row of journal.running()) {
    const machine = machines.byId(row.machine);
    if (machine.type !== 'STANDARD' || (only !== undefined && row.name !== only)) continue;
    const snapshot = journal.snapshot(row.id);
    const progress = snapshot ? readProgress(snapshot.progress) : noProgress();
    const execution = { row, machine, program: programs.get(machine, row.revision) };
    const events = journal.events(row.id, snapshot?.event ?? 0);
    const looking = { journal, machines, objects, expressions: inThisThread };
    if (await replay(looking, execution, progress, events)) continue;
    found.set(
      row.name,
      [...progress.tasks.values()].flatMap((task) => waiting(row.id, task)),
    );
  }
  return found;
}

/** The objects in the same data folder. */
function objectsBeside(database: DatabaseSync): Objects | undefined {
  const files = new ObjectFiles(join(dirname(database.location() ?? ''), 's3'));
  return readOnly(
    storedObjects({
      GetObject: (input) => getObject(files, input),
      PutObject: () => Promise.reject(new Error('Nothing is written while the server is stopped.')),
    }),
  );
}

function waiting(execution: number, { task, token, arguments: given, submitted }: Invocation): WaitingTask[] {
  const { Payload } = given as { Payload?: Pick<WaitingTask, 'run' | 'step' | 'path'> };
  if (token === undefined || !Payload) return [];
  const { run, step, path } = Payload;
  return [{ execution, task, run, step, path, token, submitted: submitted === true }];
}
