import { StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, client, provideClients } from '#functions/aws/clients.ts';
import type { HttpResult } from '#functions/middleware/http-event.ts';
import { securityHeaders } from '#functions/middleware/security-headers.ts';
import { newHookKey } from '#functions/store/hook.ts';
import { listVerdicts } from '#functions/store/verdict.ts';
import { startFunctions } from '#test/support/functions.ts';

let millrace: Awaited<ReturnType<typeof startFunctions>>;
let key: string;

const echo = (id: string, respond = 'accepted') => `
id: ${id}
name: ${id}
trigger: { use: core.webhook, with: { respond: ${respond} } }
steps:
  - { id: done, stop: succeeded, output: { got: "{{ $trigger.body }}" } }`;

beforeAll(async () => {
  millrace = await startFunctions();
  key = (await millrace.publish(echo('echo'))).key;
});
afterAll(() => millrace.stop());

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const json = 'application/json';

describe('a request that nobody should read', () => {
  it.each<[string, string, string, number, string]>([
    // name, content type, body, status, code
    ['malformed JSON', json, '{"a":', 400, 'badJson'],
    ['no JSON at all', json, 'hello', 400, 'badJson'],
    ['a body over 256 KB', json, JSON.stringify('x'.repeat(300 * 1024)), 413, 'bodyTooLarge'],
    ['an event that is too large once wrapped', json, JSON.stringify('"'.repeat(130_980)), 413, 'eventTooLarge'],
    ['10,000 levels', json, deep(10_000), 400, 'tooDeep'],
    ['101 levels', json, deep(101), 400, 'tooDeep'],
    ['101 levels of a vendor type', 'application/vnd.x+json', deep(101), 400, 'tooDeep'],
    ['XML', 'application/xml', '<a/>', 415, 'contentType'],
    ['a file', 'multipart/form-data; boundary=x', '--x--', 415, 'contentType'],
    ['no type', '', '{}', 415, 'contentType'],
  ])('%s', async (_name, type, body, status, code) => {
    const answer = await millrace.post(key, body, { headers: { 'content-type': type } });
    expect(answer.statusCode).toBe(status);
    const { error } = JSON.parse(answer.body);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/\.$|JSON/);
    expect(answer.body).not.toMatch(/at .*\.ts/);
  });

  it('a packed body', async () => {
    const answer = await millrace.post(key, '{}', { headers: { 'content-encoding': 'gzip' } });
    expect(answer.statusCode).toBe(415);
    const headers = { 'content-encoding': 'gzip', 'accept-language': 'zh-CN' };
    const chinese = await millrace.post(key, '{}', { headers });
    expect(JSON.parse(chinese.body).error).toEqual({
      code: 'contentEncoding',
      message: '无法读取以 gzip 编码的请求正文。',
      help: '请不要压缩或编码。',
    });
  });

  it('a method that is no delivery', async () => {
    const answer = await millrace.post(key, '', { method: 'TRACE' });
    expect(answer).toMatchObject({ statusCode: 405, headers: { allow: 'GET, POST, PUT, PATCH, DELETE' } });
  });

  it.each(['x'.repeat(43), newHookKey(), '..%2f..', '', 'a/b', '%00', 'x'.repeat(5000)])(
    'an unknown address %#',
    async (other) => {
      const answer = await millrace.post(other, 'not even { JSON');
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toBe('{"error":{"code":"notFound","message":"There is nothing at this address."}}');
    },
  );
});

describe('a request that is taken', () => {
  it.each<[string, string, string, unknown]>([
    ['JSON', json, '{"a":[1,"]}{[",{"b":null}]}', { a: [1, ']}{[', { b: null }] }],
    ['JSON of 100 levels', json, deep(100), JSON.parse(deep(100))],
    ['JSON with escaped quotes', json, JSON.stringify({ a: '\\"[[[', b: '\\\\' }), { a: '\\"[[[', b: '\\\\' }],
    ['a form', 'application/x-www-form-urlencoded', 'a=1&b=%C3%BC&b=2', { a: '1', b: ['ü', '2'] }],
    ['text', 'text/plain; charset=utf-8', '你好 { not JSON', '你好 { not JSON'],
    ['nothing', '', '', null],
  ])('%s', async (_name, type, body, got) => {
    const answer = await millrace.post(key, body, { headers: { 'content-type': type } });
    expect(answer.statusCode).toBe(202);
    const { event } = JSON.parse(answer.body);
    expect(event).toMatch(/^core:echo:[0-9a-f-]{36}$/);
    expect((await millrace.ended('echo', event)).output).toEqual({ got });
  });

  it('keeps its event id where the sender names one, however odd', async () => {
    const odd = `日本 ${'x'.repeat(300)}`;
    const ids = await Promise.all(
      [{ 'idempotency-key': 'k 1' }, { 'idempotency-key': odd }, { 'webhook-id': odd }].map(
        async (headers) =>
          JSON.parse((await millrace.post(key, '{}', { headers: headers as never })).body).event as string,
      ),
    );
    expect(ids[1]).toBe(ids[2]);
    for (const id of ids) expect(id).toMatch(/^core:echo:[0-9a-f]{64}$/);
  });
});

it('a rotated or unpublished address ends at once', async () => {
  const { key: old } = await millrace.publish(echo('moves'));
  expect((await millrace.post(old, '{}')).statusCode).toBe(202);
  const { url } = await millrace.api('POST', '/api/flows/moves/hook/rotate');
  const next = url.split('/').at(-1);
  expect((await millrace.post(old, '{}')).statusCode).toBe(404);
  expect((await millrace.post(next, '{}')).statusCode).toBe(202);
  await millrace.api('POST', '/api/flows/moves/unpublish');
  expect((await millrace.post(next, '{}')).statusCode).toBe(404);
});

it('a paused flow takes the event and says why it did not run', async () => {
  const { key: paused } = await millrace.publish(echo('paused'));
  await millrace.api('POST', '/api/flows/paused/pause');
  const { event } = JSON.parse((await millrace.post(paused, '{}')).body);
  const verdicts = async () => (await listVerdicts({ event, limit: 10 })).items;
  await expect.poll(verdicts).toMatchObject([{ flow: 'paused', outcome: 'rejected', reason: 'paused' }]);
});

describe('a caller that waits for the answer', () => {
  const answering = (id: string, output: string, more = '') => `
id: ${id}
name: ${id}
trigger:
  use: core.webhook
  with: { respond: finished }
  when: { left: "{{ $trigger.body.n }}", op: gt, right: 0 }
steps:
  ${more}
  - { id: done, stop: succeeded, output: ${output} }`;

  it('gets the output', async () => {
    const { key: address } = await millrace.publish(answering('plain', '{ twice: "{{ $trigger.body.n * 2 }}" }'));
    expect(await millrace.post(address, { n: 21 })).toEqual({
      statusCode: 200,
      headers: { ...securityHeaders('http://127.0.0.1:4310'), 'content-type': 'application/json' },
      body: '{"twice":42}',
    });
  });

  it('gets the status, headers and body that the flow gives', async () => {
    const output = '{ status: 201, headers: { X-Request-Id: "7", Connection: close }, body: { ok: true } }';
    const { key: address } = await millrace.publish(answering('shaped', output));
    const answer = await millrace.post(address, { n: 1 });
    expect(answer).toMatchObject({
      statusCode: 201,
      headers: { 'content-type': 'application/json', 'x-request-id': '7' },
      body: '{"ok":true}',
    });
    expect(answer.headers).not.toHaveProperty('connection');
  });

  it('gets the same answer again for the same key, and one run', async () => {
    const { key: address } = await millrace.publish(answering('again', '{ at: "{{ $run.id }}" }'));
    const headers = { 'idempotency-key': 'once' };
    const answers = await Promise.all([1, 2, 3].map(() => millrace.post(address, { n: 1 }, { headers })));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(200);
  });

  it('learns that the condition said no', async () => {
    const { key: address } = await millrace.publish(answering('no', '{}'));
    const answer = await millrace.post(address, { n: 0 }, { headers: { 'webhook-id': 'e' } });
    expect(answer).toMatchObject({ statusCode: 200, body: '{"event":"core:no:e","run":null}' });
    expect((await listVerdicts({ event: 'core:no:e', limit: 5 })).items).toMatchObject([{ outcome: 'rejected' }]);
  });

  it('learns that the run failed, in one sentence', async () => {
    const step = '- { id: call, use: http.request, with: { url: "http://127.0.0.1:1/" }, retry: "off" }';
    const { key: address } = await millrace.publish(answering('fails', '{}', step));
    const answer = await millrace.post(address, { n: 1 });
    expect(answer.statusCode).toBe(500);
    expect(JSON.parse(answer.body)).toMatchObject({
      error: { code: 'Unavailable', message: 'GET http://127.0.0.1:1/: the connection was refused.' },
    });
  });

  const failing = async (error: Error, reaches: boolean, body: () => Promise<HttpResult>) => {
    const real = client('sfn');
    const send = async (command: object) => {
      if (!(command instanceof StartSyncExecutionCommand)) return real.send(command as never);
      if (reaches) void real.send(command);
      throw error;
    };
    provideClients({ sfn: { send } as unknown as Clients['sfn'] });
    return body().finally(() => provideClients({ sfn: real }));
  };

  it('gets the answer of the run although the answer to its start was lost', async () => {
    const pause = '- { id: pause, wait: { for: 1s } }';
    const { key: address } = await millrace.publish(answering('unheard', '{ n: 1 }', pause));
    const lost = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    const headers = { 'webhook-id': 'e' };
    const answer = await failing(lost, true, () => millrace.post(address, { n: 1 }, { headers }));
    expect(answer).toMatchObject({ statusCode: 200, body: '{"n":1}' });
    expect(await millrace.ended('unheard', 'core:unheard:e')).toMatchObject({ status: 'succeeded', output: { n: 1 } });
  });

  it('is told to come again when the run was refused', async () => {
    const { key: address } = await millrace.publish(answering('refused', '{ n: 1 }'));
    const refused = Object.assign(new Error('no such machine'), { name: 'StateMachineDoesNotExist', $fault: 'client' });
    const headers = { 'webhook-id': 'e' };
    const answer = await failing(refused, false, () => millrace.post(address, { n: 1 }, { headers }));
    expect(answer.statusCode).toBe(503);
    expect(await millrace.ended('refused', 'core:refused:e')).toMatchObject({ error: { code: 'StartFailed' } });
  });
});
