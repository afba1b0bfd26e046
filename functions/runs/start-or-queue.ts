import { queueRun, type Run } from '#functions/store/run.ts';
import { endRun } from './end-run.ts';
import { neverStarts, startExecution } from './start-execution.ts';

/**
 * Starts the execution of a run that was claimed just now. One whose start fails stays queued, and the sweeper starts
 * it; one that can never be started has failed. `now` in milliseconds since 1970.
 */
export async function startOrQueue(run: Run, env: Record<string, string>, now: number): Promise<void> {
  try {
    await startExecution(run, env);
  } catch (error) {
    const never = neverStarts(error);
    if (never) await endRun(run.id, { status: 'failed', endedAt: run.startedAt, error: never });
    else await queueRun(run.id, now);
  }
}
