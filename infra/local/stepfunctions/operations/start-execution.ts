import { randomUUID } from 'node:crypto';
import type { StartExecutionInput, StartExecutionOutput } from '@aws-sdk/client-sfn';
import { AwsError } from '../../aws-error.ts';
import { executionArn } from '../arn.ts';
import { startInput } from '../engine-event.ts';
import type { LiveExecution } from '../live-execution.ts';
import type { Service } from './service.ts';
import { readStart } from './start-request.ts';

/**
 * Starts an execution and answers once it is durable. For STANDARD the same name and input while it runs give the same
 * execution; EXPRESS starts another one each time.
 */
export async function startExecution(service: Service, input: StartExecutionInput): Promise<StartExecutionOutput> {
  const { executions, journal } = service;
  const request = readStart(service, input);
  const { machine, name } = request;
  if (machine.type === 'EXPRESS') {
    return answer(executions.start(machine, { ...request, key: `${name}:${randomUUID()}` }, request.input));
  }
  const running = executions.find(machine, name);
  if (running) {
    const started = await answer(running);
    if (startInput(journal.firstEvent(running.row.id)) === request.input.text) return started;
  }
  if (running || journal.byName(machine.id, name)) {
    const arn = executionArn(machine.name, machine.type, name);
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }
  return answer(executions.start(machine, { ...request, key: name }, request.input));
}

async function answer({ machine, row, started }: LiveExecution): Promise<StartExecutionOutput> {
  await started.promise;
  return { executionArn: executionArn(machine.name, machine.type, row.name), startDate: new Date(row.started) };
}
