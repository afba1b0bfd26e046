import type { ListExecutionsInput, ListExecutionsOutput } from '@aws-sdk/client-sfn';
import { pageSize, readToken, required, writeToken } from '../check.ts';
import { typeNotSupported } from '../machines.ts';
import { executionItem } from './execution-item.ts';
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
    executions: rows.slice(0, limit).map((row) => executionItem(machine, row)),
    ...(rows.length > limit && { nextToken: writeToken(rows[limit - 1]!.id) }),
  };
}
