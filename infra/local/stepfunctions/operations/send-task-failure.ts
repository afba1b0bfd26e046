import type { SendTaskFailureInput, SendTaskFailureOutput } from '@aws-sdk/client-sfn';
import { checkLength, required } from '../check.ts';
import type { Service } from './service.ts';

/** Fails a task that waits for its token, and answers once that is durable. */
export async function sendTaskFailure(
  { executions }: Service,
  input: SendTaskFailureInput,
): Promise<SendTaskFailureOutput> {
  const { error = 'States.TaskFailed', cause } = input;
  checkLength('error', error, 256);
  checkLength('cause', cause ?? '', 32_768);
  await executions.answer(required('taskToken', input.taskToken), (task) => ({
    type: 'taskFailed',
    task,
    error,
    ...(cause !== undefined && { cause }),
  }));
  return {};
}
