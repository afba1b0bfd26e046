import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import type { MessageStore } from './message-store.ts';

/** Account of everything on one machine. */
export const account = '000000000000';

export interface QueuePlan {
  name: string;
  /** Where messages go that were received `maxReceives` times without success. */
  deadLetters?: string;
  maxReceives?: number;
  /** How long a received message stays hidden when its receiver does not say. */
  visibilitySeconds: number;
}

/** What the operations of the embedded SQS share. */
export interface Queues {
  plans: ReadonlyMap<string, QueuePlan>;
  store: MessageStore;
  commit: GroupCommit;
  clock: Clock;
  /** Tells the queue's reader that something may have become visible. */
  wake(queue: string): void;
}

/** ARN of a queue on one machine. */
export function queueArn(name: string): string {
  return `arn:aws:sqs:us-east-1:${account}:${name}`;
}

/** The queue that a QueueUrl means: its name is the last part. Throws QueueDoesNotExist. */
export function queueOfUrl(queues: Queues, url: string | undefined): QueuePlan {
  if (!url) throw new AwsError('MissingParameter', 'The request must contain the parameter QueueUrl.');
  return queueNamed(queues, url.slice(url.lastIndexOf('/') + 1));
}

/** The queue of a name. Throws QueueDoesNotExist. */
export function queueNamed(queues: Queues, name: string | undefined): QueuePlan {
  const plan = queues.plans.get(name ?? '');
  if (!plan) throw new AwsError('QueueDoesNotExist', `The specified queue does not exist: ${name}.`);
  return plan;
}
