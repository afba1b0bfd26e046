import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { getEffects } from '#functions/store/effect.ts';
import { partition, sortKeys } from '#functions/store/table/keys.ts';
import { putItem, queryAll } from '#functions/store/table/table.ts';
import { startPlatformForTest } from '#test/support/platform.ts';
import { startReceiver } from '#test/support/receiver.ts';

const secret = 'the-secret-of-the-vendor';
let millrace: Awaited<ReturnType<typeof startPlatformForTest>>;
let vendor: Awaited<ReturnType<typeof startReceiver>>;
let revision: number;

const source = (url: string) => `id: orders
name: Orders
trigger: { use: core.manual }
steps:
  - { id: get, use: http.request, connection: shop, with: { url: "${url}/orders" } }
  - { id: send, use: http.request, connection: shop, with: { method: POST, url: "${url}/orders" } }
  - { id: note, set: { x: "{{ $get.body.n }}" } }
  - { id: done, stop: succeeded, output: "{{ $get.body }}" }
`;

beforeAll(async () => {
  [millrace, vendor] = await Promise.all([startPlatformForTest(), startReceiver()]);
  await millrace.api('PUT', '/api/connections/shop', {
    connector: 'http',
    fields: { scheme: 'bearer', secret, baseUrl: vendor.url },
  });
  const saved = await millrace.api('PUT', '/api/flows/orders', { source: source(vendor.url) });
  revision = saved.body.revision;
}, 30_000);
afterAll(async () => {
  await millrace.stop();
  await vendor.close();
});
beforeEach(() => {
  vendor.received.length = 0;
  vendor.answerWith(() => ({ body: { n: 1 } }));
});

let tests = 0;
let oddRevision = 0;
const key = () => `test-key-${tests++}`;

function test(step: string, more: Record<string, Json> = {}) {
  const input = { url: `${vendor.url}/orders` };
  return millrace.api('POST', `/api/flows/orders/steps/${step}/test`, { revision, input, key: key(), ...more });
}

it('makes the call of an action of the draft through its connection, and hides what is secret', async () => {
  vendor.answerWith(() => ({ body: { n: 1, echo: `Bearer ${secret}` } }));
  const { status, body } = await test('get');
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'succeeded', output: { status: 200, body: { n: 1, echo: 'Bearer [secret]' } } });
  expect(vendor.received.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /orders']);
  expect(vendor.received[0]?.headers.authorization).toBe(`Bearer ${secret}`);
});

it('makes a call that changes something only when the person agrees, whatever the draft says of its method', async () => {
  const input = { url: `${vendor.url}/orders`, method: 'POST' };
  for (const step of ['get', 'send']) {
    const refused = await test(step, { input });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'testActs']);
  }
  expect(vendor.received).toEqual([]);
  expect((await test('send', { input, agreed: true })).body.status).toBe('succeeded');
  expect(vendor.received).toHaveLength(1);
});

it('makes no second call for the same key, and another for another, under keys of their own', async () => {
  const input = { url: `${vendor.url}/orders`, method: 'POST' };
  const same = { input, agreed: true, key: 'one-and-the-same' };
  const answers = [await test('send', same), await test('send', same), await test('send', { ...same, key: key() })];
  expect(answers.map(({ body }) => body.output.body)).toEqual([{ n: 1 }, { n: 1 }, { n: 1 }]);
  const keys = vendor.received.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(2);
});

it.each([
  ['200 KB', 200, (text: string) => ({ n: 1, text })],
  ['300 KB', 300, () => ({ n: 1 })],
])('answers what came of %s whole while a step could carry it, else what the draft reads', async (_, size, shown) => {
  const text = 'x'.repeat(size * 1024);
  vendor.answerWith(() => ({ body: { n: 1, text } }));
  const narrow = source(vendor.url)
    .replace('id: orders', `id: narrow-${size}`)
    .replace('$get.body }}', '$get.body.n }}');
  const saved = await millrace.api('PUT', `/api/flows/narrow-${size}`, { source: narrow });
  const asked = { revision: saved.body.revision, input: { url: `${vendor.url}/orders` }, key: key() };
  for (let time = 0; time < 2; time++) {
    const { body } = await millrace.api('POST', `/api/flows/narrow-${size}/steps/get/test`, asked);
    expect(body).toMatchObject({ status: 'succeeded', output: { body: shown(text) } });
    expect(body.whole?.bytes > size * 1024).toBe(size > 256);
    expect(Object.keys(body.output.body)).toEqual(Object.keys(shown(text)));
  }
  expect(vendor.received).toHaveLength(1);
});

it('takes another input under the same key for another test', async () => {
  const given = key();
  await test('get', { key: given });
  await test('get', { key: given, input: { url: `${vendor.url}/other` } });
  expect(vendor.received.map(({ path }) => path)).toEqual(['/orders', '/other']);
});

it.each(['jira.constructor', 'http.toString', 'constructor.prototype'])('knows no operation %s', async (use) => {
  const odd = `id: odd\nname: Odd\ntrigger: { use: core.manual }\nsteps:\n  - { id: get, use: ${use}, with: {} }\n`;
  const saved = await millrace.api('PUT', '/api/flows/odd', { source: odd, revision: oddRevision });
  oddRevision = saved.body.revision;
  const body = { revision: oddRevision, input: { method: { toString: 'GET' } }, key: key(), agreed: true };
  expect((await millrace.api('POST', '/api/flows/odd/steps/get/test', body)).status).toBeGreaterThanOrEqual(404);
  expect((await millrace.api('POST', '/api/flows/odd/steps/get/test', body)).status).toBeLessThan(500);
});

it('tests a step beside one that cannot be read', async () => {
  const broken = source(vendor.url)
    .replace('id: orders', 'id: broken')
    .replace('- { id: note', '- { id: bad, use: nodot }\n  - { id: note');
  const saved = await millrace.api('PUT', '/api/flows/broken', { source: broken });
  const body = { revision: saved.body.revision, input: { url: `${vendor.url}/orders` }, key: key() };
  expect((await millrace.api('POST', '/api/flows/broken/steps/get/test', body)).body.status).toBe('succeeded');
});

it('records the call and who made it, and is no run', async () => {
  const before = (await millrace.api('GET', '/api/runs')).body.items.length;
  const given = key();
  await test('get', { key: given });
  const parts = ['orders', given, 'get', 'http.request', 'shop', JSON.stringify({ url: `${vendor.url}/orders` })];
  const run = `t${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)}`;
  const [effect] = await getEffects(run);
  expect(effect).toMatchObject({ step: 'get', status: 'succeeded' });
  const { testedBy } = (await queryAll<{ testedBy?: string }>({ pk: partition('run', run) }))[0] ?? {};
  expect(testedBy).toBe('local');
  expect((await millrace.api('GET', '/api/runs')).body.items).toHaveLength(before);
});

it('answers what the vendor refused, and what the action would not take', async () => {
  vendor.answerWith(() => ({ status: 404, body: {} }));
  expect((await test('get')).body).toMatchObject({ status: 'failed', error: { code: 'NotFound' } });
  const { body } = await test('get', { input: { url: 7 } });
  expect(body).toMatchObject({ status: 'failed', error: { code: 'InvalidInput', help: expect.any(String) } });
});

it.each<[string, string, Record<string, Json>, number, string]>([
  ['a step that is no action', 'note', {}, 404, 'noActionStep'],
  ['a step that there is not', 'none', {}, 404, 'noActionStep'],
  ['a text that was saved anew', 'get', { revision: 99 }, 409, 'flowSaved'],
  ['a key that is none', 'get', { key: 'x' }, 400, 'badField'],
])('refuses %s and calls nobody', async (_, step, more, status, code) => {
  const answer = await test(step, more);
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  expect(vendor.received).toEqual([]);
});

it('keeps pins beside the draft, hidden as runs are, within bounds, and takes them away with the flow', async () => {
  const pin = (step: string, output: Json) => millrace.api('PUT', `/api/flows/orders/pins/${step}`, { output });
  const pins = async () => (await millrace.api('GET', '/api/flows/orders/pins')).body.items;
  expect((await pin('get', { body: { n: 7, password: 'hush' } })).status).toBe(200);
  expect(await pins()).toMatchObject([{ step: 'get', output: { body: { n: 7, password: '[secret]' } }, by: 'local' }]);
  expect((await pin('send', 'x'.repeat(257 * 1024))).body.error.code).toBe('pinTooLarge');
  for (let n = 0; n < 7; n++) expect((await pin(`large_${n}`, 'x'.repeat(255 * 1024))).status).toBe(200);
  expect((await pin('large_8', 'x'.repeat(255 * 1024))).status).toBe(200);
  expect((await pin('large_9', 'x'.repeat(255 * 1024))).body.error.code).toBe('tooManyPins');
  await millrace.api('DELETE', '/api/flows/orders/pins/get');
  expect((await pins()).map(({ step }: { step: string }) => step)).not.toContain('get');
  expect((await millrace.api('PUT', '/api/flows/none/pins/get', { output: 1 })).body.error.code).toBe('noFlow');
});

it('keeps the bounds of all pins together when many are set, changed and taken away at once', async () => {
  await millrace.api('PUT', '/api/flows/crowded', { source: source(vendor.url).replace('id: orders', 'id: crowded') });
  const pin = (step: string, size: number) =>
    millrace.api('PUT', `/api/flows/crowded/pins/${step}`, { output: 'x'.repeat(size) });
  const pins = async () =>
    (await millrace.api('GET', '/api/flows/crowded/pins')).body.items as { step: string; output: string }[];
  const statuses = async (calls: Promise<{ status: number }>[]) =>
    new Set((await Promise.all(calls)).map(({ status }) => status));
  const bytes = async () => (await pins()).reduce((sum, { output }) => sum + output.length + 2, 0);
  const most = 2 * 1024 * 1024;
  expect(await statuses(Array.from({ length: 70 }, (_, n) => pin(`p_${n}`, 100_000)))).toEqual(new Set([200, 409]));
  expect(await pins()).toHaveLength(20);
  const kept = (await pins()).map(({ step }) => step);
  await statuses(kept.flatMap((step) => [pin(step, 104_800), pin(step, 50_000), pin(step, 104_855)]));
  expect(await bytes()).toBeLessThanOrEqual(most);
  const taken = kept.map((step) => millrace.api('DELETE', `/api/flows/crowded/pins/${step}`));
  expect(await statuses([...taken, ...taken])).toEqual(new Set([204]));
  // Nothing is left in the sum: all of the room is there again, and no more.
  expect(await statuses(Array.from({ length: 60 }, (_, n) => pin(`q_${n}`, 1)))).toEqual(new Set([200, 409]));
  expect(await pins()).toHaveLength(50);
  await millrace.api('DELETE', '/api/flows/crowded');
  await millrace.api('PUT', '/api/flows/crowded', { source: source(vendor.url).replace('id: orders', 'id: crowded') });
  expect(await statuses(Array.from({ length: 8 }, (_, n) => pin(`r_${n}`, 255 * 1024)))).toEqual(new Set([200]));
});

it('changes and takes away pins of before they were counted, and drops them with their flow', async () => {
  const draft = { source: source(vendor.url).replace('id: orders', 'id: older') };
  const older = async (step: string) => {
    const key = { pk: partition('flow', 'older'), sk: `${sortKeys.flow.pin}${step}` };
    await putItem({ ...key, step, output: '"x"', at: '2026-11-01T00:00:00.000Z', by: 'local' });
  };
  const pins = async () => (await millrace.api('GET', '/api/flows/older/pins')).body.items;
  await millrace.api('PUT', '/api/flows/older', draft);
  for (const step of ['get', 'send', 'note']) await older(step);
  expect((await millrace.api('PUT', '/api/flows/older/pins/get', { output: 'y' })).status).toBe(200);
  expect((await millrace.api('DELETE', '/api/flows/older/pins/send')).status).toBe(204);
  expect(await pins()).toMatchObject([
    { step: 'get', output: 'y' },
    { step: 'note', output: 'x' },
  ]);
  await millrace.api('DELETE', '/api/flows/older');
  await millrace.api('PUT', '/api/flows/older', draft);
  expect(await pins()).toEqual([]);
  await older('get');
  expect((await millrace.api('DELETE', '/api/flows/older')).status).toBe(204);
  await millrace.api('PUT', '/api/flows/older', draft);
  expect(await pins()).toEqual([]);
});

it('lets no pin into a run', async () => {
  await millrace.api('PUT', '/api/flows/orders/pins/get', { output: { status: 200, body: { n: 99 } } });
  await millrace.api('POST', '/api/flows/orders/publish', {});
  const { body } = await millrace.api('POST', '/api/flows/orders/run', { input: {} });
  let run = { status: 'running', output: undefined as Json | undefined };
  for (let tries = 0; run.status === 'running' && tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    run = (await millrace.api('GET', `/api/runs/${body.run}`)).body;
  }
  expect(run).toMatchObject({ status: 'succeeded', output: { n: 1 } });
  await millrace.api('DELETE', '/api/flows/orders');
  await millrace.api('PUT', '/api/flows/orders', { source: source(vendor.url) });
  expect((await millrace.api('GET', '/api/flows/orders/pins')).body.items).toEqual([]);
});
