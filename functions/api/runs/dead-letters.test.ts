import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { client } from '#functions/aws/clients.ts';
import { startPlatformForTest } from '#test/support/platform.ts';

let millrace: Awaited<ReturnType<typeof startPlatformForTest>>;
beforeAll(async () => {
  millrace = await startPlatformForTest();
}, 30_000);
afterAll(() => millrace.stop());

const list = async () => (await millrace.api('GET', '/api/dead-letters')).body.items;

function bury(detail: object) {
  const MessageBody = JSON.stringify({ id: 'd1', source: 'millrace', 'detail-type': 'core.manual', detail });
  return client('sqs').send(new SendMessageCommand({ QueueUrl: process.env.MILLRACE_DEAD_LETTERS, MessageBody }));
}

it('a dead letter is shown, put back on its way, or given up', async () => {
  await millrace.api('PUT', '/api/flows/late', {
    source: 'id: late\nname: Late\ntrigger: { use: core.webhook }\nsteps: []\n',
  });
  await millrace.api('POST', '/api/flows/late/publish', {});
  const envelope = {
    id: 'core:late:1',
    source: 'core',
    type: 'core.webhook',
    time: '2026-11-20T10:00:00Z',
    connection: null,
    flow: 'late',
    data: { n: 1 },
  };
  for (let n = 1; n <= 12; n++) await bury({ ...envelope, id: `core:late:${n}` });
  const letters = await list();
  expect(letters).toHaveLength(12);
  expect(await list()).toHaveLength(12);
  const [one, two] = ['core:late:1', 'core:late:2'].map((event) =>
    letters.find((letter: { event: string }) => letter.event === event),
  );
  expect(one).toMatchObject({ trigger: 'core.webhook', detail: { data: { n: 1 } }, error: expect.any(String) });

  expect((await millrace.api('POST', `/api/dead-letters/${one.id}/redrive`)).status).toBe(202);
  await expect
    .poll(async () => (await millrace.api('GET', '/api/events?flow=late')).body.items)
    .toMatchObject([{ event: 'core:late:1', outcome: 'started' }]);
  expect((await millrace.api('DELETE', `/api/dead-letters/${two.id}`)).status).toBe(204);
  expect((await list()).map(({ event }: { event: string }) => event)).not.toContain('core:late:2');
  expect(await list()).toHaveLength(10);
  for (const [method, path] of [
    ['POST', '/redrive'],
    ['DELETE', ''],
  ] as const) {
    expect((await millrace.api(method, `/api/dead-letters/${two.id}${path}`)).body.error.code).toBe('noDeadLetter');
  }
});
