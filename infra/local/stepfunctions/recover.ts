import { readEvent } from './engine-event.ts';
import type { Executions } from './executions.ts';
import { expressionHost } from './expression-host.ts';
import type { Ground } from './ground.ts';
import type { ExecutionRow } from './journal.ts';
import { startContext } from './live-execution.ts';
import { noProgress, type Progress, readProgress } from './progress.ts';
import { replay } from './replay.ts';

/** Takes up every execution that an earlier process left running. */
export async function recover(ground: Ground, executions: Executions): Promise<void> {
  for (const row of ground.journal.running()) await recoverOne(ground, executions, row);
  for (const machine of ground.machines.all()) {
    if (machine.status === 'DELETING' && !executions.anyOf(machine)) ground.machines.finishDeleting(machine);
  }
}

async function recoverOne(ground: Ground, executions: Executions, row: ExecutionRow): Promise<void> {
  const { journal, machines, programs, commit, report } = ground;
  const machine = machines.byId(row.machine);
  try {
    const program = programs.get(machine, row.revision);
    const snapshot = journal.snapshot(row.id);
    const events = journal.events(row.id, snapshot?.event ?? 0);
    const progress: Progress = snapshot ? readProgress(snapshot.progress) : noProgress();
    let apart = false;
    const host = expressionHost(ground.expressions, machine.name, () => {
      apart = true;
      if (!snapshot && events.length === 1) throw new Error('It goes on apart.');
    });
    const damaged = await replay(ground, { row, machine, program }, progress, events, { host });
    const [start] = events;
    if (apart && !progress.execution && start?.event !== undefined) {
      // The start of the server does not wait for expressions that take their time.
      const event = readEvent(start.event, startContext(row, machine, machines));
      return executions.begin(row, machine, { event, text: start.event, at: start.at });
    }
    if (!progress.execution) throw new Error('Its start is damaged.');
    if (damaged) {
      report(
        `The journal of the execution ${machine.name}:${row.name} is damaged after its event ${progress.events}: it goes on from there.`,
      );
      commit.add({ run: () => journal.cut(row.id, damaged.id) });
    }
    await executions.resume(row, machine, progress);
  } catch (error) {
    executions.giveUp(row, machine, `It could not be taken up again: ${(error as Error).message}`);
  }
}
