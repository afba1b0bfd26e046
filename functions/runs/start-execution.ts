import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { client } from '#functions/aws/clients.ts';
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
