import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { client } from '#functions/aws/clients.ts';
import { getRun } from '#functions/store/run.ts';
import { markStopped } from '#functions/store/stopped-runs.ts';
import { executionArn } from './execution-arn.ts';

/**
 * Stops a run: from here on no action of it is called. A call under way may still finish. False when the run had ended
 * before, or never was. `now` in milliseconds since 1970.
 */
export async function stopRun(id: string, now: number): Promise<boolean> {
  const run = await getRun(id);
  if (!run || !(await markStopped(id, now))) return false;
  // An EXPRESS execution cannot be stopped by anybody; it ends at its next action.
  if (run.type === 'STANDARD') {
    try {
      await client('sfn').send(
        new StopExecutionCommand({ executionArn: executionArn(run), cause: 'Stopped by a person.' }),
      );
    } catch (error) {
      if ((error as Error).name !== 'ExecutionDoesNotExist') throw error;
    }
  }
  return true;
}
