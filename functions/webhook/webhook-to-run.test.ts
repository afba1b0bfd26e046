import { afterAll, beforeAll, expect, it } from 'vitest';
import { getEffects } from '#functions/store/effect.ts';
import { listVerdicts } from '#functions/store/verdict.ts';
import { startFunctions } from '#test/support/functions.ts';
import { startReceiver } from '#test/support/receiver.ts';

let millrace: Awaited<ReturnType<typeof startFunctions>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  [millrace, receiver] = await Promise.all([startFunctions(), startReceiver()]);
});
afterAll(async () => {
  await millrace.stop();
  await receiver.close();
});

const flow = (id: string, rest: string) => `
id: ${id}
name: ${id}
trigger:
  use: core.webhook
  when: { left: "{{ $trigger.body.priority }}", op: equals, right: High }
steps:
${rest}`;

it('an event that fits becomes one message, one that does not a verdict', async () => {
  const { key } = await millrace.publish(
    flow(
      'tell',
      `
  - id: send
    use: http.request
    with: { method: POST, url: "${receiver.url}/chat", body: { text: "{{ $trigger.body.key }} is blocked" } }`,
    ),
  );
  const accepted = await millrace.post(key, { key: 'OPS-1', priority: 'High' }, { headers: { 'webhook-id': 'd1' } });
  expect(accepted).toMatchObject({ statusCode: 202, body: '{"event":"core:tell:d1"}' });
  const run = await millrace.ended('tell', 'core:tell:d1');
  expect(run).toMatchObject({ status: 'succeeded', flow: 'tell', version: 1, trigger: 'core.webhook' });
  expect(receiver.received.map(({ body }) => body)).toEqual([{ text: 'OPS-1 is blocked' }]);
  expect(await getEffects(run.id)).toMatchObject([{ path: 'send', status: 'succeeded', tries: [{}] }]);

  await millrace.post(key, { key: 'OPS-1', priority: 'High' }, { headers: { 'webhook-id': 'd1' } });
  await millrace.post(key, { key: 'OPS-2', priority: 'Low' }, { headers: { 'webhook-id': 'd2' } });
  await expect.poll(async () => (await listVerdicts({ flow: 'tell', limit: 10 })).items.length).toBe(3);
  const { items } = await listVerdicts({ flow: 'tell', limit: 10 });
  expect(items.map(({ outcome, event }) => `${outcome} ${event}`).sort()).toEqual([
    'duplicate core:tell:d1',
    'rejected core:tell:d2',
    'started core:tell:d1',
  ]);
  expect(items.find(({ outcome }) => outcome === 'rejected')?.conditions).toEqual([
    { path: 'when', op: 'equals', left: 'Low', right: 'High', result: false },
  ]);
  expect(receiver.received).toHaveLength(1);
});
