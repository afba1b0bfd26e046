import type { SendTaskHeartbeatInput, SendTaskHeartbeatOutput } from '@aws-sdk/client-sfn';
import { required } from '../check.ts';
import type { Service } from './service.ts';

/** A sign of life of a task that waits for its token. */
export async function sendTaskHeartbeat(
  { executions }: Service,
  input: SendTaskHeartbeatInput,
): Promise<SendTaskHeartbeatOutput> {
  await executions.answer(required('taskToken', input.taskToken), (task) => ({ type: 'taskHeartbeat', task }));
  return {};
}
