import { AwsError } from '../../aws-error.ts';
import { parseExecutionArn } from '../arn.ts';
import { required } from '../check.ts';
import type { ExecutionRow } from '../journal.ts';
import type { Machine } from '../machines.ts';
import type { Service } from './service.ts';

/** A STANDARD execution by its ARN, running or ended. Throws InvalidArn (for EXPRESS too) and ExecutionDoesNotExist. */
export function findExecution(
  { machines, journal }: Service,
  executionArn: string | undefined,
): { machine: Machine; row: ExecutionRow } {
  const arn = required('executionArn', executionArn);
  const { machine: machineName, name } = parseExecutionArn(arn);
  const machine = machines.byName(machineName);
  const row = machine && journal.byName(machine.id, name);
  if (!machine || !row) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return { machine, row };
}
