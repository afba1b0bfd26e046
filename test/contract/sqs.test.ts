import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  MessageNotInflight,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { startEventBridge } from '#infra/local/eventbridge/start-event-bridge.ts';
import { openStore } from '#infra/local/storage/store.ts';
import { throughBothDoors } from '#test/support/both-doors.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';

let delivered: string[];

async function start() {
  const folder = scratchFolder();
  const store = openStore(join(folder.path, 'events.db'), () => {});
  delivered = [];
  const bridge = startEventBridge({
    store,
    rules: [
      {
        name: 'all',
        bus: 'millrace',
        pattern: {},
        queue: 'work',
        target: 'worker',
        batchSize: 10,
        inFlight: 1,
        maxReceives: 3,
        visibilitySeconds: 30,
      },
    ],
    deliver: async (_, records) => {
      delivered.push(...records.map(({ body }) => body));
      return { failed: [] };
    },
  });
  return {
    operations: bridge.sqs.operations,
    async stop() {
      await bridge.stop();
      store.close();
      folder.remove();
    },
  };
}

throughBothDoors(
  'sqs',
  start,
  (reach) => new SQSClient(reach),
  (client) => {
    const QueueUrl = 'http://127.0.0.1:4311/000000000000/work-dead';
    const attributes = (url: string) =>
      client().send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));

    test('a message is sent, received, given back and deleted', async () => {
      const sent = await client().send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello ü' }));
      expect((await attributes(QueueUrl)).Attributes).toMatchObject({ ApproximateNumberOfMessages: '1' });
      const receive = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 30,
        MessageSystemAttributeNames: ['All'],
      });
      const { Messages } = await client().send(receive);
      expect(Messages).toEqual([
        {
          MessageId: sent.MessageId,
          ReceiptHandle: expect.any(String),
          Body: 'hello ü',
          MD5OfBody: sent.MD5OfMessageBody,
          Attributes: {
            SentTimestamp: expect.stringMatching(/^\d{13}$/),
            ApproximateReceiveCount: '1',
            ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
          },
        },
      ]);
      expect((await client().send(receive)).Messages).toBeUndefined();
      const { ReceiptHandle } = Messages[0];
      await client().send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
      const again = (await client().send(receive)).Messages[0];
      expect(again.Attributes.ApproximateReceiveCount).toBe('2');
      await client().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again.ReceiptHandle }));
      const late = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
      await expect(client().send(late)).rejects.toBeInstanceOf(MessageNotInflight);
      expect((await attributes(QueueUrl)).Attributes).toMatchObject({
        QueueArn: 'arn:aws:sqs:us-east-1:000000000000:work-dead',
        ApproximateNumberOfMessages: '0',
        ApproximateNumberOfMessagesNotVisible: '0',
      });
    });

    test('dead letters move back to their queue', async () => {
      await client().send(new SendMessageCommand({ QueueUrl, MessageBody: 'again' }));
      const SourceArn = 'arn:aws:sqs:us-east-1:000000000000:work-dead';
      expect(await client().send(new StartMessageMoveTaskCommand({ SourceArn }))).toMatchObject({
        TaskHandle: expect.any(String),
      });
      await expect.poll(() => delivered).toContain('again');
      const { QueueUrl: url } = await client().send(new GetQueueUrlCommand({ QueueName: 'work' }));
      expect(JSON.parse((await attributes(url)).Attributes.RedrivePolicy)).toEqual({
        deadLetterTargetArn: SourceArn,
        maxReceiveCount: 3,
      });
    });

    test('errors have their names', async () => {
      const nowhere = new ReceiveMessageCommand({ QueueUrl: 'http://127.0.0.1/000000000000/nobody' });
      await expect(client().send(nowhere)).rejects.toBeInstanceOf(QueueDoesNotExist);
      const handle = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'made up' });
      await expect(client().send(handle)).rejects.toBeInstanceOf(ReceiptHandleIsInvalid);
      const many = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 });
      await expect(client().send(many)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
      const notDead = new StartMessageMoveTaskCommand({ SourceArn: 'arn:aws:sqs:us-east-1:000000000000:work' });
      await expect(client().send(notDead)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    });
  },
);
