import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { client } from '#functions/aws/clients.ts';
import { openAwaited } from '#functions/store/awaited-step.ts';
import { removeFollowUp } from '#functions/store/follow-up.ts';
import { getRun, isOpen, type Run, type RunEnd, settleRun } from '#functions/store/run.ts';
import { markStopped } from '#functions/store/stopped-runs.ts';
import { removeWait } from '#functions/store/wait.ts';
import { answerCaller } from './answer-caller.ts';
import { executionArn } from './execution-arn.ts';

/** Writes the end of a run and does what hangs on it; false when it had ended before, or never was. */
export async function endRun(id: string, end: RunEnd): Promise<boolean> {
  const settled = await settleRun(id, end);
  if (settled === 'tied') await followUp(id);
  return settled !== false;
}

/**
 * Stops a run: from here on no action of it is called. A call under way may still finish. False when the run had ended
 * before, or never was. `now` in milliseconds since 1970.
 */
export async function stopRun(id: string, now: number): Promise<boolean> {
  const run = await getRun(id);
  if (!run || !isOpen(run)) return false;
  const stopped = await markStopped(id, now);
  if (!stopped) return false;
  if (run.type === 'STANDARD') await stopExecution(run);
  if (stopped === 'tied') await followUp(id);
  return true;
}

/**
 * Does what hangs on the end of a run: flows it called and waits for are stopped, events it waits for are forgotten, and
 * a caller that waits for it is answered. Whoever does it again changes nothing, so that the sweeper repeats what a crash cut off.
 */
export async function followUp(id: string): Promise<void> {
  const run = await getRun(id);
  if (run) {
    const now = Date.parse(run.endedAt ?? run.startedAt);
    await Promise.all([
      answerCaller(run),
      ...(await openAwaited(id)).map(async ({ child, wait }) => {
        if (wait) await removeWait(wait);
        if (child !== undefined) await stopRun(child, now);
      }),
    ]);
  }
  await removeFollowUp(id);
}

// An EXPRESS execution cannot be stopped by anybody; it ends at its next action.
async function stopExecution(run: Run): Promise<void> {
  try {
    await client('sfn').send(new StopExecutionCommand({ executionArn: executionArn(run), cause: 'Stopped.' }));
  } catch (error) {
    if ((error as Error).name !== 'ExecutionDoesNotExist') throw error;
  }
}
