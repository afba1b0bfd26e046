import type { ReceiveMessageRequest, ReceiveMessageResult, Message as SqsMessage } from '@aws-sdk/client-sqs';
import { AwsError } from '../aws-error.ts';
import type { Message } from './message-store.ts';
import { type Queues, queueOfUrl } from './queues.ts';
import { receiptHandle } from './receipt-handle.ts';
import { md5 } from './send-message.ts';

/** SQS's ReceiveMessage, without waiting for messages to come. */
export async function receiveMessage(queues: Queues, input: ReceiveMessageRequest): Promise<ReceiveMessageResult> {
  const queue = queueOfUrl(queues, input.QueueUrl);
  const limit = within('MaxNumberOfMessages', input.MaxNumberOfMessages ?? 1, 1, 10);
  const hidden = within('VisibilityTimeout', input.VisibilityTimeout ?? queue.visibilitySeconds, 0, 43_200);
  let messages: Message[] = [];
  await queues.commit.write(() => {
    const now = queues.clock.now();
    messages = queues.store.receive(queue.name, limit, now, now + hidden * 1000);
  });
  if (messages.length === 0) return {};
  const wanted = new Set([...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])] as string[]);
  return { Messages: messages.map((message) => show(message, wanted)) };
}

function within(parameter: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${parameter} is invalid. Reason: must be between ${least} and ${most}.`,
  );
}

function show(message: Message, wanted: Set<string>): SqsMessage {
  const attributes = Object.entries({
    SentTimestamp: String(message.sent),
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceived),
  }).filter(([name]) => wanted.has(name) || wanted.has('All'));
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle(message),
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
  };
}
