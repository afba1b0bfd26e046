import type { ListStateMachinesInput, ListStateMachinesOutput } from '@aws-sdk/client-sfn';
import { machineArn } from '../arn.ts';
import { pageSize, readToken, writeToken } from '../check.ts';
import type { Service } from './service.ts';

/** State machines in the order of their names. */
export async function listStateMachines(
  { machines }: Service,
  input: ListStateMachinesInput,
): Promise<ListStateMachinesOutput> {
  const limit = pageSize(input.maxResults);
  const after = input.nextToken === undefined ? '' : readToken<string>(input.nextToken, 'string');
  const rest = machines.all().filter(({ name }) => name > after);
  const page = rest.slice(0, limit);
  return {
    stateMachines: page.map(({ name, type, created }) => ({
      stateMachineArn: machineArn(name),
      name,
      type,
      creationDate: new Date(created),
    })),
    ...(rest.length > limit && { nextToken: writeToken(page.at(-1)!.name) }),
  };
}
