import type { DescribeExecutionInput, DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { startInput } from '../engine-event.ts';
import { executionItem } from './execution-item.ts';
import { findExecution } from './find-execution.ts';
import type { Service } from './service.ts';

/** A STANDARD execution with its input, and its output or error once it has ended. */
export async function describeExecution(
  service: Service,
  input: DescribeExecutionInput,
): Promise<DescribeExecutionOutput> {
  const { machine, row } = findExecution(service, input.executionArn);
  const startedWith = startInput(service.journal.firstEvent(row.id));
  return {
    ...executionItem(machine, row),
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: `Execution is ${row.status} and cannot be redriven`,
    ...(startedWith !== undefined && { input: startedWith, inputDetails: { included: true } }),
    ...(row.output !== null && { output: row.output, outputDetails: { included: true } }),
    ...(row.error !== null && { error: row.error }),
    ...(row.cause !== null && { cause: row.cause }),
  };
}
