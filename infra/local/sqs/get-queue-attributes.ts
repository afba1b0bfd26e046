import type { GetQueueAttributesRequest, GetQueueAttributesResult } from '@aws-sdk/client-sqs';
import { type Queues, queueArn, queueOfUrl } from './queues.ts';

/** SQS's GetQueueAttributes: counts, ARN, visibility timeout and where dead letters go. */
export async function getQueueAttributes(
  queues: Queues,
  input: GetQueueAttributesRequest,
): Promise<GetQueueAttributesResult> {
  const queue = queueOfUrl(queues, input.QueueUrl);
  const count = queues.store.count(queue.name, queues.clock.now());
  const all: Record<string, string> = {
    QueueArn: queueArn(queue.name),
    ApproximateNumberOfMessages: String(count.visible),
    ApproximateNumberOfMessagesNotVisible: String(count.held),
    VisibilityTimeout: String(queue.visibilitySeconds),
    ...(queue.deadLetters && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queueArn(queue.deadLetters),
        maxReceiveCount: queue.maxReceives,
      }),
    }),
  };
  const wanted = new Set<string>(input.AttributeNames ?? []);
  const attributes = Object.entries(all).filter(([name]) => wanted.has(name) || wanted.has('All'));
  return attributes.length > 0 ? { Attributes: Object.fromEntries(attributes) } : {};
}
