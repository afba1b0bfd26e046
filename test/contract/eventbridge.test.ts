import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import { type EventBridge, startEventBridge } from '#infra/local/eventbridge/start-event-bridge.ts';
import type { QueueRecord } from '#infra/local/sqs/queue-reader.ts';
import { openStore } from '#infra/local/storage/store.ts';
import { throughBothDoors } from '#test/support/both-doors.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';

let bodies: string[];

async function start() {
  const folder = scratchFolder();
  const store = openStore(join(folder.path, 'events.db'), () => {});
  bodies = [];
  const bridge: EventBridge = startEventBridge({
    store,
    rules: [
      {
        name: 'all',
        bus: 'millrace',
        pattern: { source: ['test'] },
        queue: 'work',
        target: 'worker',
        batchSize: 10,
        inFlight: 1,
        maxReceives: 3,
        visibilitySeconds: 30,
      },
    ],
    deliver: async (_, records: QueueRecord[]) => {
      bodies.push(...records.map(({ body }) => body));
      return { failed: [] };
    },
  });
  return {
    operations: bridge.operations,
    async stop() {
      await bridge.stop();
      store.close();
      folder.remove();
    },
  };
}

throughBothDoors(
  'events',
  start,
  (reach) => new EventBridgeClient(reach),
  (client) => {
    const entry = { EventBusName: 'millrace', Source: 'test', DetailType: 'happened', Detail: '{"n":1}' };

    test('PutEvents delivers and tells the entries that failed', async () => {
      const Time = new Date('2026-11-20T09:00:00Z');
      const answer = await client().send(
        new PutEventsCommand({
          Entries: [
            { ...entry, Time, Resources: ['a'] },
            { ...entry, Detail: 'no JSON' },
          ],
        }),
      );
      expect(answer).toMatchObject({
        FailedEntryCount: 1,
        Entries: [{ EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) }, { ErrorCode: 'MalformedDetail' }],
        $metadata: { httpStatusCode: 200 },
      });
      await expect.poll(() => bodies.length).toBe(1);
      expect(JSON.parse(bodies[0]!)).toMatchObject({
        id: answer.Entries[0].EventId,
        time: '2026-11-20T09:00:00Z',
        resources: ['a'],
        detail: { n: 1 },
      });
    });

    test('PutEvents refuses more than ten entries', async () => {
      const refused = client().send(new PutEventsCommand({ Entries: Array(11).fill(entry) }));
      await expect(refused).rejects.toMatchObject({
        name: 'ValidationException',
        $fault: 'client',
        $metadata: { httpStatusCode: 400 },
      });
    });
  },
);
