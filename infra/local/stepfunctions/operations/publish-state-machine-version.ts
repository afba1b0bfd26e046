import type { PublishStateMachineVersionInput, PublishStateMachineVersionOutput } from '@aws-sdk/client-sfn';
import { AwsError } from '../../aws-error.ts';
import { machineArn } from '../arn.ts';
import { required } from '../check.ts';
import type { Machine, Machines, MachineVersion } from '../machines.ts';
import type { Service } from './service.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const mostVersions = 1000;

/** Publishes the present revision; once more without a change in between gives the same version. */
export async function publishStateMachineVersion(
  { machines, clock }: Service,
  input: PublishStateMachineVersionInput,
): Promise<PublishStateMachineVersionOutput> {
  const { machine } = machines.byArn(required('stateMachineArn', input.stateMachineArn));
  if (machine.status !== 'ACTIVE') {
    throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${machineArn(machine.name)}'`);
  }
  const present = machines.revision(machine.revision).uuid ?? 'INITIAL';
  if (input.revisionId !== undefined && input.revisionId !== present) {
    throw new AwsError(
      'ConflictException',
      `Failed to publish the State Machine version for revision ${input.revisionId}. The current State Machine revision is ${present}.`,
    );
  }
  const version = publishPresentRevision(machines, machine, input.description, clock.now());
  return {
    creationDate: new Date(version.created),
    stateMachineVersionArn: machineArn(machine.name, version.number),
  };
}

/** The version of the present revision, made when there is none. */
export function publishPresentRevision(
  machines: Machines,
  machine: Machine,
  description: string | undefined,
  now: number,
): MachineVersion {
  const latest = machine.versions.get(machine.published);
  if (latest?.revision === machine.revision) return latest;
  if (machine.versions.size >= mostVersions) {
    throw new AwsError(
      'ServiceQuotaExceededException',
      `A state machine has at most ${mostVersions} versions. Delete old ones.`,
    );
  }
  return machines.publish(machine, description ?? null, now);
}
