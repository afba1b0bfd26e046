import type { SendTaskSuccessInput, SendTaskSuccessOutput } from '@aws-sdk/client-sfn';
import type { Json } from '#flows/language/json.ts';
import { AwsError } from '../../aws-error.ts';
import { checkLength, required } from '../check.ts';
import type { Service } from './service.ts';

/** Ends a task that waits for its token with an output, and answers once that is durable. */
export async function sendTaskSuccess(
  { executions }: Service,
  input: SendTaskSuccessInput,
): Promise<SendTaskSuccessOutput> {
  const token = required('taskToken', input.taskToken);
  const text = required('output', input.output);
  checkLength('output', text, 262_144);
  let output: Json;
  try {
    output = JSON.parse(text);
  } catch (error) {
    throw new AwsError('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
  }
  await executions.answer(token, (task) => ({ type: 'taskSucceeded', task, output }));
  return {};
}
