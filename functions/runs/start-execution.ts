import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { tooLargeEvent } from '#flows/compiler/execution-input-limit.ts';
import { type Failure, failure } from '#flows/text/failure.ts';
import { client } from '#functions/aws/clients.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { Run } from '#functions/store/run.ts';
import { executionInput } from './execution-input.ts';

/** Starts the run's execution under the run's id; that it has been started before is as good. */
export async function startExecution(run: Run, env: Record<string, string>): Promise<void> {
  try {
    await client('sfn').send(
      new StartExecutionCommand({ stateMachineArn: run.machine, name: run.id, input: executionInput(run, env) }),
    );
  } catch (error) {
    if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
  }
}

/** The failure of a run that no further try could start; undefined when one may help. */
export function neverStarts(error: unknown): Failure | undefined {
  if (error instanceof AppError) return tooLargeEvent('EventTooLarge');
  return (error as Error).name === 'StateMachineDoesNotExist'
    ? failure('StartFailed', { id: 'machineGone' })
    : undefined;
}
