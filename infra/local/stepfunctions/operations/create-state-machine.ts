import type { CreateStateMachineInput, CreateStateMachineOutput } from '@aws-sdk/client-sfn';
import { AwsError } from '../../aws-error.ts';
import { machineArn } from '../arn.ts';
import { checkName, required } from '../check.ts';
import { refuseWrong } from '../definition/check-definition.ts';
import type { Machine, Machines } from '../machines.ts';
import { publishPresentRevision } from './publish-state-machine-version.ts';
import type { Service } from './service.ts';

/** Makes a state machine; the same call again gives the same machine. */
export async function createStateMachine(
  { machines, clock, expressions }: Service,
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
  refuseWrong(await expressions.diagnose(definition, type));

  const existing = machines.byName(name);
  if (existing?.status === 'DELETING') {
    throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${machineArn(name)}'`);
  }
  const same = existing?.status === 'ACTIVE' && isSame(machines, existing, { ...input, type, definition });
  if (existing?.status === 'ACTIVE' && !same) {
    throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${machineArn(name)}'`);
  }
  const machine = same ? existing : machines.create(name, type, definition, role, clock.now());
  const version = input.publish
    ? publishPresentRevision(machines, machine, input.versionDescription, clock.now())
    : undefined;
  return {
    stateMachineArn: machineArn(name),
    creationDate: new Date(machine.created),
    ...(version && { stateMachineVersionArn: machineArn(name, version.number) }),
  };
}

/** Whether the call is the one that made the machine; AWS looks at these members. */
function isSame(machines: Machines, machine: Machine, input: CreateStateMachineInput): boolean {
  if (machine.type !== input.type || machines.revision(machine.revision).definition !== input.definition) return false;
  if (!input.publish) return true;
  const latest = machine.versions.get(machine.published);
  return latest?.revision === machine.revision && latest.description === (input.versionDescription ?? null);
}
