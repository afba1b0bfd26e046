import type { UpdateStateMachineInput, UpdateStateMachineOutput } from '@aws-sdk/client-sfn';
import { AwsError } from '../../aws-error.ts';
import { machineArn } from '../arn.ts';
import { required } from '../check.ts';
import { refuseWrong } from '../definition/check-definition.ts';
import type { Machine } from '../machines.ts';
import { publishPresentRevision } from './publish-state-machine-version.ts';
import type { Service } from './service.ts';

/** Gives a state machine a new definition, role or both; executions that run keep theirs. */
export async function updateStateMachine(
  { machines, clock, expressions }: Service,
  input: UpdateStateMachineInput,
): Promise<UpdateStateMachineOutput> {
  const { machine } = machines.byArn(required('stateMachineArn', input.stateMachineArn));
  mustBeActive(machine);
  if (input.versionDescription !== undefined && !input.publish) {
    throw new AwsError('ValidationException', 'Version description can only be set when publish is true');
  }
  if (input.definition === undefined && input.roleArn === undefined && !input.publish) {
    throw new AwsError(
      'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, the TracingConfiguration or the EncryptionConfiguration must be specified',
    );
  }
  if (input.definition !== undefined) {
    refuseWrong(await expressions.diagnose(input.definition, machine.type));
    mustBeActive(machine);
  }

  const present = machines.revision(machine.revision);
  const definition = input.definition ?? present.definition;
  const role = input.roleArn ?? present.role;
  const changed = definition !== present.definition || role !== present.role;
  const revision = changed ? machines.revise(machine, definition, role, clock.now()) : present;
  const version = input.publish
    ? publishPresentRevision(machines, machine, input.versionDescription, clock.now())
    : undefined;
  return {
    updateDate: new Date(revision.created),
    ...(revision.uuid !== null && { revisionId: revision.uuid }),
    ...(version && { stateMachineVersionArn: machineArn(machine.name, version.number) }),
  };
}

function mustBeActive({ name, status }: Machine): void {
  if (status === 'ACTIVE') return;
  throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${machineArn(name)}'`);
}
