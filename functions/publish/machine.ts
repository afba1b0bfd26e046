import { CreateStateMachineCommand, DeleteStateMachineCommand, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import type { CompiledFlow } from '#flows/compiler/compiled.ts';
import { client } from '#functions/aws/clients.ts';
import { environment } from '#functions/aws/environment.ts';

/** Runs of a deleted flow of this id still hold the name of its state machine. */
export class MachineEnding extends Error {
  constructor(cause: unknown) {
    super('Runs of a deleted flow with this id are still under way.', { cause });
    this.name = 'MachineEnding';
  }
}

/** Makes or updates the flow's state machine of its type and returns the ARN of a version with this definition. */
export async function publishMachine(compiled: CompiledFlow, version: number): Promise<string> {
  const name = machineName(compiled.flow, compiled.type);
  const definition = JSON.stringify(compiled.definition);
  const common = { definition, roleArn: environment('MILLRACE_ROLE_ARN'), publish: true };
  const versionDescription = `version ${version}`;
  try {
    const made = await create();
    if (made) return made;
    const updated = await client('sfn').send(
      new UpdateStateMachineCommand({ ...common, versionDescription, stateMachineArn: arnOf(name) }),
    );
    return versionArn(updated.stateMachineVersionArn);
  } catch (error) {
    throw (error as Error).name === 'StateMachineDeleting' ? new MachineEnding(error) : error;
  }

  async function create(): Promise<string | undefined> {
    try {
      const command = new CreateStateMachineCommand({ ...common, versionDescription, name, type: compiled.type });
      return versionArn((await client('sfn').send(command)).stateMachineVersionArn);
    } catch (error) {
      if ((error as Error).name === 'StateMachineAlreadyExists') return undefined;
      throw error;
    }
  }
}

/** Removes the flow's state machines of both types; their runs under way finish. */
export async function deleteMachines(flow: string): Promise<void> {
  for (const type of ['EXPRESS', 'STANDARD'] as const) {
    await client('sfn').send(new DeleteStateMachineCommand({ stateMachineArn: arnOf(machineName(flow, type)) }));
  }
}

function machineName(flow: string, type: CompiledFlow['type']): string {
  return `${flow}-${type.toLowerCase()}`;
}

function arnOf(name: string): string {
  return `${environment('MILLRACE_MACHINE_ARN')}${name}`;
}

function versionArn(arn: string | undefined): string {
  if (!arn) throw new Error('Step Functions named no version of the state machine.');
  return arn;
}
