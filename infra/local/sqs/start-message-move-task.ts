import { randomUUID } from 'node:crypto';
import type { StartMessageMoveTaskRequest, StartMessageMoveTaskResult } from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error.ts';
import { type Queues, queueArn } from './queues.ts';

const perTransaction = 500;

/** SQS's StartMessageMoveTask: moves all dead letters back to their queue. Here it is done when it answers. */
export async function startMessageMoveTask(
  queues: Queues,
  input: StartMessageMoveTaskRequest,
): Promise<StartMessageMoveTaskResult> {
  const source = nameOf(queues, input.SourceArn);
  const feeder = [...queues.plans.values()].find((plan) => plan.deadLetters === source);
  if (!feeder) {
    throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
  }
  const target = input.DestinationArn ? nameOf(queues, input.DestinationArn) : feeder.name;
  for (let moved = perTransaction; moved === perTransaction; queues.wake(target)) {
    await queues.commit.write(() => {
      moved = queues.store.moveSome(source, target, perTransaction, queues.clock.now());
    });
  }
  return { TaskHandle: randomUUID() };
}

function nameOf(queues: Queues, arn: string | undefined): string {
  const name = arn?.slice(arn.lastIndexOf(':') + 1) ?? '';
  if (queues.plans.has(name) && arn === queueArn(name)) return name;
  throw new AwsError('ResourceNotFoundException', `The resource that you specified for ${arn} does not exist.`, 404);
}
