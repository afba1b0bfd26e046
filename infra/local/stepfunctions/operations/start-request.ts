import { randomUUID } from 'node:crypto';
import type { StartExecutionInput } from '@aws-sdk/client-sfn';
import type { Json } from '#flows/language/json.ts';
import { AwsError } from '../../aws-error.ts';
import { checkName, readInput, required } from '../check.ts';
import type { Machine } from '../machines.ts';
import type { Service } from './service.ts';

/** A request to start an execution that has been found good. */
export interface StartRequest {
  machine: Machine;
  revision: number;
  version: number | null;
  name: string;
  input: { text: string; value: Json };
}

/** Reads and checks what both ways of starting take; throws AWS's errors. */
export function readStart({ machines }: Service, request: StartExecutionInput): StartRequest {
  const arn = required('stateMachineArn', request.stateMachineArn);
  const name = request.name ?? randomUUID();
  checkName(name);
  const input = readInput(request.input);
  const { machine, version } = machines.byArn(arn);
  if (machine.status !== 'ACTIVE') {
    throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${arn}'`);
  }
  return { machine, revision: version?.revision ?? machine.revision, version: version?.number ?? null, name, input };
}
