import type { CreateStateMachineInput, CreateStateMachineOutput } from '@aws-sdk/client-sfn';
import { AwsError } from '../aws-error.ts';
import { machineArn } from './arn.ts';
import { checkName, required } from './check.ts';
import { checkDefinition } from './check-definition.ts';
import type { Service } from './service.ts';

/** Makes a state machine; the same call again gives the same machine. */
export async function createStateMachine(
  { machines, clock }: Service,
  input: CreateStateMachineInput,
): Promise<CreateStateMachineOutput> {
  const name = required('name', input.name);
  const definition = required('definition', input.definition);
  const role = required('roleArn', input.roleArn);
  const type = input.type ?? 'STANDARD';
  checkName(name);
  if (input.versionDescription !== undefined && !input.publish) {
    throw new AwsError('ValidationException', 'Version description can only be set when publish is true');
  }
  checkDefinition(definition, type);

  const existing = machines.byName(name);
  if (existing?.status === 'DELETING') {
    throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${machineArn(name)}'`);
  }
  const alike =
    existing?.status === 'ACTIVE' &&
    existing.type === type &&
    machines.revision(existing.revision).definition === definition;
  if (existing?.status === 'ACTIVE' && !alike) {
    throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${machineArn(name)}'`);
  }
  const machine = alike ? existing : machines.create(name, type, definition, role, clock.now());
  const version = input.publish ? machines.publish(machine, input.versionDescription ?? null, clock.now()) : undefined;
  return {
    stateMachineArn: machineArn(name),
    creationDate: new Date(machine.created),
    ...(version && { stateMachineVersionArn: machineArn(name, version.number) }),
  };
}
