import type { DeleteStateMachineVersionInput, DeleteStateMachineVersionOutput } from '@aws-sdk/client-sfn';
import { AwsError } from '../../aws-error.ts';
import { parseMachineArn } from '../arn.ts';
import { required } from '../check.ts';
import type { Service } from './service.ts';

/** Takes a version away; its executions run on. Does nothing to one that is gone. */
export async function deleteStateMachineVersion(
  { machines }: Service,
  input: DeleteStateMachineVersionInput,
): Promise<DeleteStateMachineVersionOutput> {
  const arn = required('stateMachineVersionArn', input.stateMachineVersionArn);
  const { name, version } = parseMachineArn(arn);
  if (version === undefined) throw new AwsError('InvalidArn', `Invalid Arn: 'Not the ARN of a version: ${arn}'`);
  const machine = machines.byName(name);
  if (machine) machines.deleteVersion(machine, version);
  return {};
}
