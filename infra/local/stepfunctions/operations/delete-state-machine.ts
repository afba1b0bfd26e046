import type { DeleteStateMachineInput, DeleteStateMachineOutput } from '@aws-sdk/client-sfn';
import { parseMachineArn } from '../arn.ts';
import { required } from '../check.ts';
import type { Service } from './service.ts';

/** Refuses starts at once and takes the machine away when its last execution has ended. */
export async function deleteStateMachine(
  { machines, executions }: Service,
  input: DeleteStateMachineInput,
): Promise<DeleteStateMachineOutput> {
  const machine = machines.byName(parseMachineArn(required('stateMachineArn', input.stateMachineArn)).name);
  if (machine?.status !== 'ACTIVE') return {};
  machines.beginDeleting(machine);
  if (!executions.anyOf(machine)) machines.finishDeleting(machine);
  return {};
}
