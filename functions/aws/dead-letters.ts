import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { client } from './clients.ts';
import { environment } from './environment.ts';

/** Seconds for which a letter that is being looked at is hidden from others who look. */
const hiddenFor = 20;

const perCall = 10;
/** The most letters that are looked through. */
const mostLetters = 1000;

/** One event that was tried too often. */
export interface DeadLetter {
  id: string;
  /** The EventBridge event as JSON. */
  body: string;
  /** Milliseconds since 1970. */
  sentAt: number;
  receives: number;
}

/** Dead letters, in the order in which the queue gives them. */
export async function readDeadLetters(): Promise<DeadLetter[]> {
  const messages: Message[] = [];
  try {
    for await (const batch of received()) messages.push(...batch);
    return messages.map(letterOf);
  } finally {
    await release(messages);
  }
}

/** Puts the letter back on its way; false when there is none of this id. */
export function redriveDeadLetter(id: string): Promise<boolean> {
  return taken(id, async ({ Body }) => {
    await client('sqs').send(new SendMessageCommand({ QueueUrl: environment('MILLRACE_QUEUE'), MessageBody: Body }));
  });
}

/** Removes the letter; false when there is none of this id. */
export function deleteDeadLetter(id: string): Promise<boolean> {
  return taken(id, async () => {});
}

/** Does something with one letter, and removes it then. SQS finds no message by its id: letters are received until it comes. */
async function taken(id: string, use: (message: Message) => Promise<void>): Promise<boolean> {
  const others: Message[] = [];
  try {
    for await (const batch of received()) {
      const wanted = batch.find(({ MessageId }) => MessageId === id);
      others.push(...batch.filter((message) => message !== wanted));
      if (!wanted) continue;
      await use(wanted);
      const { ReceiptHandle } = wanted;
      await client('sqs').send(new DeleteMessageCommand({ QueueUrl: queue(), ReceiptHandle }));
      return true;
    }
    return false;
  } finally {
    await release(others);
  }
}

async function* received(): AsyncGenerator<Message[]> {
  for (let count = 0; count < mostLetters; ) {
    const answer = await client('sqs').send(
      new ReceiveMessageCommand({
        QueueUrl: queue(),
        MaxNumberOfMessages: perCall,
        VisibilityTimeout: hiddenFor,
        MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
      }),
    );
    const messages = answer.Messages ?? [];
    if (messages.length === 0) return;
    count += messages.length;
    yield messages;
  }
}

async function release(messages: Message[]): Promise<void> {
  for (const { ReceiptHandle } of messages) {
    await client('sqs').send(
      new ChangeMessageVisibilityCommand({ QueueUrl: queue(), ReceiptHandle, VisibilityTimeout: 0 }),
    );
  }
}

function letterOf({ MessageId = '', Body = '', Attributes = {} }: Message): DeadLetter {
  const { SentTimestamp = '0', ApproximateReceiveCount = '0' } = Attributes;
  return { id: MessageId, body: Body, sentAt: Number(SentTimestamp), receives: Number(ApproximateReceiveCount) };
}

function queue(): string {
  return environment('MILLRACE_DEAD_LETTERS');
}
