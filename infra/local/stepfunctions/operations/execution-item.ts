import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import { executionArn, machineArn } from '../arn.ts';
import type { ExecutionRow } from '../journal.ts';
import type { Machine } from '../machines.ts';

/** What lists and descriptions say of an execution. */
export function executionItem({ name, type }: Machine, row: ExecutionRow): ExecutionListItem {
  return {
    executionArn: executionArn(name, type, row.name),
    stateMachineArn: machineArn(name),
    name: row.name,
    status: row.status,
    startDate: new Date(row.started),
    redriveCount: 0,
    ...(row.version !== null && { stateMachineVersionArn: machineArn(name, row.version) }),
    ...(row.ended !== null && { stopDate: new Date(row.ended) }),
  };
}
