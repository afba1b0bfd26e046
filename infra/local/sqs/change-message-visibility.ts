import type { ChangeMessageVisibilityRequest } from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error.ts';
import { type Queues, queueOfUrl } from './queues.ts';
import { parseReceiptHandle } from './receipt-handle.ts';

/** SQS's ChangeMessageVisibility: hides a received message for so many seconds from now, 0 gives it back at once. */
export async function changeMessageVisibility(queues: Queues, input: ChangeMessageVisibilityRequest): Promise<object> {
  const { name } = queueOfUrl(queues, input.QueueUrl);
  const receipt = parseReceiptHandle(input.ReceiptHandle);
  const seconds = input.VisibilityTimeout ?? 0;
  if (seconds < 0 || seconds > 43_200) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: must be between 0 and 43200.`,
    );
  }
  let shown = false;
  await queues.commit.write(() => {
    shown = queues.store.show(receipt, queues.clock.now() + seconds * 1000);
  });
  if (!shown) throw new AwsError('MessageNotInflight', 'The message is not in flight.');
  queues.wake(name);
  return {};
}
