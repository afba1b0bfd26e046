import {
  type SFNServiceException,
  StartSyncExecutionCommand,
  type StartSyncExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import { failure } from '#flows/text/failure.ts';
import { client } from '#functions/aws/clients.ts';
import { passingFailure } from '#functions/aws/passing-failure.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { getRun, type Run } from '#functions/store/run.ts';
import { settleRun } from '#functions/store/run-end.ts';

/**
 * Runs the execution to its end, which the end-of-run task has written down; a refusal to start it is the run's end.
 * Undefined when nobody knows whether it was started: the sweeper sees to it.
 */
export async function runToItsEnd(run: Run, input: string, now: () => number): Promise<Run | undefined> {
  let execution: StartSyncExecutionCommandOutput;
  try {
    const command = new StartSyncExecutionCommand({ stateMachineArn: run.machine, name: run.id, input });
    execution = await client('sfn').send(command);
  } catch (error) {
    // A throttle is no refusal: the sweeper starts the run soon.
    if ((error as SFNServiceException).$fault !== 'client' || passingFailure(error)) return undefined;
    const endedAt = new Date(now()).toISOString();
    const told = failure('StartFailed', { id: 'notStarted' });
    await settleRun(run.id, { status: 'failed', endedAt, error: told });
    throw new AppError(503, 'notStarted', { cause: error });
  }
  const record = await getRun(run.id);
  if (record?.endedAt !== undefined) return record;
  // The machine ended without its end-of-run task, as it does when time runs out.
  const status =
    execution.status === 'SUCCEEDED' ? 'succeeded' : execution.status === 'TIMED_OUT' ? 'timedOut' : 'failed';
  const output = execution.output === undefined ? undefined : JSON.parse(execution.output);
  const error = { code: execution.error ?? status, message: execution.cause ?? '' };
  const end = {
    status,
    endedAt: new Date(now()).toISOString(),
    ...(status === 'succeeded' ? { output } : { error }),
  } as const;
  await settleRun(run.id, end);
  return { ...run, ...end };
}
