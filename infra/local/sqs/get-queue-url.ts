import type { GetQueueUrlRequest, GetQueueUrlResult } from '@aws-sdk/client-sqs';
import { account, type Queues, queueNamed } from './queues.ts';

/** SQS's GetQueueUrl. The host says nothing here: a queue is known by the last part of its URL. */
export async function getQueueUrl(queues: Queues, input: GetQueueUrlRequest): Promise<GetQueueUrlResult> {
  const { name } = queueNamed(queues, input.QueueName);
  return { QueueUrl: `http://127.0.0.1/${account}/${name}` };
}
