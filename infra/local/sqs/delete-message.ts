import type { DeleteMessageRequest } from '@aws-sdk/client-sqs';
import { type Queues, queueOfUrl } from './queues.ts';
import { parseReceiptHandle } from './receipt-handle.ts';

/** SQS's DeleteMessage: a message that is gone already is no error. */
export async function deleteMessage(queues: Queues, input: DeleteMessageRequest): Promise<object> {
  queueOfUrl(queues, input.QueueUrl);
  const receipt = parseReceiptHandle(input.ReceiptHandle);
  await queues.commit.write(() => queues.store.delete(receipt));
  return {};
}
