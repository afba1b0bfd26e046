import { createHash } from 'node:crypto';
import type { SendMessageRequest, SendMessageResult } from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error.ts';
import { type Queues, queueOfUrl } from './queues.ts';

/** Bytes, https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const longestMessage = 1_048_576;

/** SQS's SendMessage: resolves once the message is on disk. */
export async function sendMessage(queues: Queues, input: SendMessageRequest): Promise<SendMessageResult> {
  const { name } = queueOfUrl(queues, input.QueueUrl);
  const body = input.MessageBody;
  if (!body) throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (Buffer.byteLength(body) > longestMessage) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${longestMessage} bytes.`,
    );
  }
  const delay = input.DelaySeconds ?? 0;
  if (delay < 0 || delay > 900) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  }
  const now = queues.clock.now();
  let id = '';
  await queues.commit.write(() => {
    id = queues.store.insert(name, body, now, now + delay * 1000);
  });
  queues.wake(name);
  return { MessageId: id, MD5OfMessageBody: md5(body) };
}

/** What SQS shows so that a sender or receiver can check the body. */
export function md5(body: string): string {
  return createHash('md5').update(body).digest('hex');
}
