import { randomUUID } from 'node:crypto';
import type { StartSyncExecutionInput, StartSyncExecutionOutput } from '@aws-sdk/client-sfn';
import { executionArn, machineArn } from '../arn.ts';
import type { ExecutionRow } from '../journal.ts';
import { typeNotSupported } from '../machines.ts';
import type { Service } from './service.ts';
import { readStart } from './start-request.ts';

/** Milliseconds and megabytes that EXPRESS is billed in, https://aws.amazon.com/step-functions/pricing/ */
const billedStep = 100;
const billedMemory = 64;

/** Starts an EXPRESS execution and answers when it has ended, however it ended. */
export async function startSyncExecution(
  service: Service,
  input: StartSyncExecutionInput,
): Promise<StartSyncExecutionOutput> {
  const request = readStart(service, input);
  const { machine, name } = request;
  if (machine.type !== 'EXPRESS') throw typeNotSupported();
  const live = service.executions.start(machine, { ...request, key: `${name}:${randomUUID()}` }, request.input);
  const ended = Promise.withResolvers<ExecutionRow>();
  live.onEnd.push(ended);
  await live.started.promise;
  const row = await ended.promise;
  return {
    executionArn: executionArn(machine.name, machine.type, row.name),
    stateMachineArn: machineArn(machine.name),
    name,
    startDate: new Date(row.started),
    stopDate: new Date(row.ended!),
    status: row.status === 'SUCCEEDED' || row.status === 'TIMED_OUT' ? row.status : 'FAILED',
    input: request.input.text,
    inputDetails: { included: true },
    ...(row.output !== null && { output: row.output, outputDetails: { included: true } }),
    ...(row.error !== null && { error: row.error }),
    ...(row.cause !== null && { cause: row.cause }),
    billingDetails: {
      billedDurationInMilliseconds: Math.max(1, Math.ceil((row.ended! - row.started) / billedStep)) * billedStep,
      billedMemoryUsedInMB: billedMemory,
    },
  };
}
