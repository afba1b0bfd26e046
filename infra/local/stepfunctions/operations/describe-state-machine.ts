import type { DescribeStateMachineInput, DescribeStateMachineOutput } from '@aws-sdk/client-sfn';
import { machineArn } from '../arn.ts';
import { required } from '../check.ts';
import type { Service } from './service.ts';

/** A state machine as it is now, or one of its versions. */
export async function describeStateMachine(
  { machines }: Service,
  input: DescribeStateMachineInput,
): Promise<DescribeStateMachineOutput> {
  const { machine, version } = machines.byArn(required('stateMachineArn', input.stateMachineArn));
  const revision = machines.revision(version?.revision ?? machine.revision);
  return {
    stateMachineArn: machineArn(machine.name, version?.number),
    name: machine.name,
    status: machine.status === 'ACTIVE' ? 'ACTIVE' : 'DELETING',
    definition: revision.definition,
    roleArn: revision.role,
    type: machine.type,
    creationDate: new Date(version?.created ?? machine.created),
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    ...(revision.uuid !== null && { revisionId: revision.uuid }),
    ...(version?.description && { description: version.description }),
  };
}
