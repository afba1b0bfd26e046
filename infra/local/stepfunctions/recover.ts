import type { Executions } from './executions.ts';
import type { Ground } from './ground.ts';
import type { ExecutionRow } from './journal.ts';
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
    const progress: Progress = snapshot ? readProgress(snapshot.progress) : noProgress();
    const damaged = await replay(
      ground,
      { row, machine, program },
      progress,
      journal.events(row.id, snapshot?.event ?? 0),
    );
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
