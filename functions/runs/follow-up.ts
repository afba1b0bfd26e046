import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { client } from '#functions/aws/clients.ts';
import { type Awaited, openAwaited } from '#functions/store/awaited-step.ts';
import { removeFollowUp } from '#functions/store/follow-up.ts';
import { leaveLine } from '#functions/store/gate.ts';
import { getRun, isOpen, type Run } from '#functions/store/run.ts';
import { stopOpenRun } from '#functions/store/stopped-runs.ts';
import { removeWait } from '#functions/store/wait.ts';
import { isCallback, tellCallback } from './answer-callback.ts';
import { answerCaller } from './answer-caller.ts';
import { executionArn } from './execution-arn.ts';
import { letThrough } from './let-through.ts';

/**
 * Milliseconds after the end of a run in which whoever was about to start its execution may still do so: it is looked
 * for once more after that.
 */
const startsLate = 20_000;

/**
 * Does what hangs on the end of runs, and of those that end by it. Whoever does it again changes nothing, so that the
 * sweeper repeats what a crash cut off. What fails for one keeps no other from its turn; the first failure is thrown at
 * the end. `now` in milliseconds since 1970.
 */
export async function followUp(ended: readonly string[], now: number): Promise<void> {
  const failures: unknown[] = [];
  for (let next = ended; next.length > 0; ) {
    const done = await Promise.allSettled(next.map((id) => followEnd(id, now)));
    failures.push(...done.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])));
    next = done.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  }
  if (failures.length > 0) throw failures[0];
}

/**
 * An execution that goes on is stopped, flows it called and waits for are stopped, events it waits for are forgotten, a
 * caller that waits for it is answered, and its place at a gate goes to the next. Returns the runs that ended by it and
 * are to be followed up as well.
 */
async function followEnd(id: string, now: number): Promise<string[]> {
  if (isCallback(id)) {
    await tellCallback(id);
    return [];
  }
  const run = await getRun(id);
  if (run && isOpen(run)) return [];
  if (!run) {
    await removeFollowUp(id);
    return [];
  }
  const [awaited, stopped] = await Promise.all([openAwaited(id), stopExecution(run)]);
  const [, ...ended] = await Promise.all([
    answerCaller(run),
    leaveGate(run, now),
    ...awaited.map((step) => forget(step, now)),
  ]);
  if (stopped || now >= Date.parse(run.endedAt ?? run.startedAt) + startsLate) await removeFollowUp(id);
  return ended.flat();
}

async function leaveGate({ id, gate, granted }: Run, now: number): Promise<string[]> {
  if (!gate) return [];
  if (!granted) await leaveLine(gate);
  return letThrough(gate.id, now, id);
}

async function forget({ child, wait }: Awaited, now: number): Promise<string[]> {
  if (wait) await removeWait(wait);
  return child !== undefined && (await stopOpenRun(child, now)) === 'tied' ? [child] : [];
}

// An EXPRESS execution cannot be stopped by anybody; it ends at its next action. False when there is none as yet.
async function stopExecution(run: Run): Promise<boolean> {
  const { type, status, gate, granted } = run;
  const goesOn = status === 'stopped' || status === 'timedOut';
  if (type === 'EXPRESS' || !goesOn || (gate && !granted)) return true;
  const cause = status === 'stopped' ? 'Stopped.' : 'The run is overdue.';
  try {
    await client('sfn').send(new StopExecutionCommand({ executionArn: executionArn(run), cause }));
    return true;
  } catch (error) {
    if ((error as Error).name !== 'ExecutionDoesNotExist') throw error;
    return false;
  }
}
