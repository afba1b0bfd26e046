import type { ListExecutionsInput, ListExecutionsOutput } from '@aws-sdk/client-sfn';
import { executionArn, machineArn } from '../arn.ts';
import { typeNotSupported } from '../machines.ts';
import { pageSize, readToken, required, writeToken } from './check.ts';
import type { Service } from './service.ts';

/** Executions of a STANDARD machine, or of one of its versions, newest first. */
export async function listExecutions(
  { machines, journal }: Service,
  input: ListExecutionsInput,
): Promise<ListExecutionsOutput> {
  const limit = pageSize(input.maxResults);
  const before = input.nextToken === undefined ? Number.MAX_SAFE_INTEGER : readToken<number>(input.nextToken, 'number');
  const { machine, version } = machines.byArn(required('stateMachineArn', input.stateMachineArn));
  if (machine.type !== 'STANDARD') throw typeNotSupported();
  const status = input.statusFilter === 'PENDING_REDRIVE' ? undefined : input.statusFilter;
  const rows = journal.list(machine.id, { status, version: version?.number }, before, limit + 1);
  return {
    executions: rows.slice(0, limit).map((row) => ({
      executionArn: executionArn(machine.name, machine.type, row.name),
      stateMachineArn: machineArn(machine.name),
      name: row.name,
      status: row.status,
      startDate: new Date(row.started),
      redriveCount: 0,
      ...(row.ended !== null && { stopDate: new Date(row.ended) }),
      ...(row.version !== null && { stateMachineVersionArn: machineArn(machine.name, row.version) }),
    })),
    ...(rows.length > limit && { nextToken: writeToken(rows[limit - 1]!.id) }),
  };
}
