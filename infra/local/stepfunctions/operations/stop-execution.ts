import type { StopExecutionInput, StopExecutionOutput } from '@aws-sdk/client-sfn';
import { checkLength } from '../check.ts';
import { findExecution } from './find-execution.ts';
import type { Service } from './service.ts';

/** Ends a running execution as ABORTED and answers once that is durable; one that has ended stays as it is. */
export async function stopExecution(service: Service, input: StopExecutionInput): Promise<StopExecutionOutput> {
  checkLength('error', input.error ?? '', 256);
  checkLength('cause', input.cause ?? '', 32_768);
  const { machine, row } = findExecution(service, input.executionArn);
  const live = service.executions.find(machine, row.name);
  const { ended } = live ? await service.executions.abort(live, input.error, input.cause) : row;
  return { stopDate: new Date(ended!) };
}
