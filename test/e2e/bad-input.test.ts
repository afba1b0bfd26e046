import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, endedRuns, publish } from '#test/support/publish.ts';
import { startServer, type TestServer } from '#test/support/server.ts';

let server: TestServer;
let open: string;
let signed: string;

const key = Buffer.from('a secret of twenty-four b').toString('base64');

const flow = (id: string, connection = '') => `
id: ${id}
name: Takes anything
trigger: { use: core.webhook${connection} }
steps:
  - { id: done, stop: succeeded, output: { got: "{{ $trigger.body }}" } }
`;

beforeAll(async () => {
  server = await startServer();
  await connect(server, 'callers', 'core', { scheme: 'standardWebhooks', secret: `whsec_${key}` });
  open = (await publish(server, flow('open'))).hooks[0]!.url;
  signed = (await publish(server, flow('signed', ', connection: callers'))).hooks[0]!.url;
});

afterAll(async () => {
  const health = await fetch(`${server.url}/api/health`);
  expect(await health.json()).toEqual({ status: 'ok' });
  await server.stop();
});

const json = { 'content-type': 'application/json' };

function signature(id: string, seconds: number, body: string): Record<string, string> {
  const mac = createHmac('sha256', Buffer.from(key, 'base64')).update(`${id}.${seconds}.${body}`).digest('base64');
  return { ...json, 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${mac}` };
}

describe('at a webhook address', () => {
  const now = Math.floor(Date.now() / 1000);
  test.each<[string, () => Promise<Response>, number, string]>([
    ['malformed JSON', () => fetch(open, { method: 'POST', headers: json, body: '{"a":' }), 400, 'JSON'],
    [
      'a content type nobody can read',
      () => fetch(open, { method: 'POST', headers: { 'content-type': 'application/x-protobuf' }, body: 'xx' }),
      415,
      'protobuf',
    ],
    [
      'a body of 300 KB',
      () => fetch(open, { method: 'POST', headers: json, body: JSON.stringify('x'.repeat(300_000)) }),
      413,
      '256',
    ],
    [
      'JSON 10,000 levels deep',
      () => fetch(open, { method: 'POST', headers: json, body: '['.repeat(10_000) + ']'.repeat(10_000) }),
      400,
      '100',
    ],
    [
      'an unknown hook',
      () => fetch(`${server.url}/hooks/${'x'.repeat(43)}`, { method: 'POST', headers: json, body: '{}' }),
      404,
      '',
    ],
    [
      'a huge header',
      () => fetch(open, { method: 'POST', headers: { ...json, 'x-huge': 'x'.repeat(20_000) }, body: '{}' }),
      431,
      '16 KB',
    ],
    [
      'a wrong signature',
      () => fetch(signed, { method: 'POST', headers: signature('m1', now, '{"a":1}'), body: '{"a":2}' }),
      401,
      '',
    ],
    ['no signature', () => fetch(signed, { method: 'POST', headers: json, body: '{}' }), 401, ''],
    [
      'a replayed timestamp',
      () => fetch(signed, { method: 'POST', headers: signature('m2', now - 400, '{}'), body: '{}' }),
      401,
      '',
    ],
  ])('%s', async (_name, send, status, word) => {
    const answer = await send();
    const text = await answer.text();
    expect(answer.status, text).toBe(status);
    const { error } = JSON.parse(text) as { error: { code: string; message: string } };
    expect(error.code).toMatch(/^[a-z][A-Za-z]+$/);
    expect(error.message).toContain(word);
    expect(text).not.toMatch(/\n\s+at |node:|\.ts:/);
  });

  test('the genuine request is taken, and its repetition is the same event', async () => {
    const send = () => fetch(signed, { method: 'POST', headers: signature('m3', now, '{"a":1}'), body: '{"a":1}' });
    expect([(await send()).status, (await send()).status]).toEqual([202, 202]);
    expect(await endedRuns(server, 'signed', 1)).toHaveLength(1);
  });
});

describe('in a flow', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
    .split('')
    .map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`)
    .join('\n')}\n`;
  test.each([
    ['no YAML', 'id: [', /./],
    ['a bomb of anchors', bomb, /./],
    ['a backtracking pattern', flow('x').replace('$trigger.body }}', '$match($trigger.body, /(a)\\1+$/) }}'), /./],
    ['an unknown connector', flow('x').replace('core.webhook', 'corr.webhook'), /./],
  ])('%s is refused at publish with findings, and the server lives', async (_name, source) => {
    await fetch(`${server.url}/api/flows/x`, {
      method: 'PUT',
      headers: { ...json, authorization: `Bearer ${server.token}` },
      body: JSON.stringify({ source }),
    });
    const { findings } = await server.api<{
      findings: { severity: string; message: string; position?: { line: number } }[];
    }>('POST', '/api/validate', { source });
    const errors = findings.filter((finding) => finding.severity === 'error');
    expect(errors.length).toBeGreaterThan(0);
    expect(errors[0]!.message.length).toBeGreaterThan(10);
    const published = await fetch(`${server.url}/api/flows/x/publish`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${server.token}` },
      body: '{}',
    });
    expect([404, 422]).toContain(published.status);
  });

  test.each([
    ['loops for ever', '($f := function($n) { $f($n + 1) }; $f(0))'],
    ['matches a hungry pattern', "$match($pad('', 40, 'a') & '!', /^(a+)+$/)[0].match = 'x' ? 1 : 2"],
    ['builds 100 MB', "$pad('', 100000000, 'x')"],
  ])('an expression that %s ends its run with an error, or quickly, and the server lives', async (name, expression) => {
    const id = `hungry-${name.split(' ')[0]}`;
    const { hooks } = await publish(
      server,
      `id: ${id}\nname: Hungry\ntrigger: { use: core.webhook }\nsteps:\n  - { id: eat, set: { a: "{{ ${expression} }}" } }\n`,
    );
    const before = Date.now();
    await fetch(hooks[0]!.url, { method: 'POST', headers: json, body: '{}' });
    const [run] = await endedRuns(server, id, 1, 30);
    expect(Date.now() - before).toBeLessThan(15_000);
    if (name !== 'matches a hungry pattern') expect(run).toMatchObject({ status: 'failed', error: { step: 'eat' } });
    expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
  });

  test('two people save the same revision: the second learns who was first', async () => {
    const { revision } = await server.api<{ revision: number }>('PUT', '/api/flows/both', { source: flow('both') });
    const save = (name: string) =>
      fetch(`${server.url}/api/flows/both`, {
        method: 'PUT',
        headers: { ...json, authorization: `Bearer ${server.token}` },
        body: JSON.stringify({ source: flow('both').replace('Takes anything', name), revision }),
      });
    const answers = await Promise.all([save('Ours'), save('Theirs')]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const lost = (await answers.find((answer) => answer.status === 409)!.json()) as { error: { message: string } };
    expect(lost.error.message.length).toBeGreaterThan(20);
    const { source } = await server.api<{ source: string }>('GET', '/api/flows/both');
    expect(source).toContain(answers[0]!.status === 200 ? 'Ours' : 'Theirs');
  });
});

describe('more than is taken in ten seconds', () => {
  let small: TestServer;
  beforeAll(async () => {
    small = await startServer({ environment: { MILLRACE_HOOK_RATE: '1', MILLRACE_API_RATE: '30' } });
  });
  afterAll(() => small.stop());

  test('is 429 at one address with the time to wait, and the others go on', async () => {
    const [noisy, quiet] = await Promise.all(
      ['noisy', 'quiet'].map(async (id) => (await publish(small, flow(id))).hooks[0]!.url),
    );
    const post = (url: string) => fetch(url, { method: 'POST', headers: json, body: '{}' });
    const answers = await Promise.all(Array.from({ length: 40 }, () => post(noisy!)));
    const refused = answers.filter(({ status }) => status === 429);
    const taken = answers.filter(({ status }) => status === 202);
    expect(refused.length + taken.length).toBe(40);
    // Twice ten when the requests lie on both sides of a window's end.
    expect([10, 20]).toContain(taken.length);
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeLessThanOrEqual(10);
    expect(await refused[0]!.json()).toMatchObject({
      error: { code: 'tooManyRequests', message: 'More than 1 requests a second came to this address.' },
    });
    expect((await post(quiet!)).status).toBe(202);
    expect(await endedRuns(small, 'noisy', taken.length)).toHaveLength(taken.length);
  });

  test('is 429 at the API too, in the language of whoever asks', async () => {
    const ask = () => fetch(`${small.url}/api/flows`, { headers: { 'accept-language': 'zh' } });
    const answers = await Promise.all(Array.from({ length: 601 }, ask));
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await refused?.json()).toMatchObject({
      error: { code: 'tooManyRequests', message: '请求过于频繁。', help: expect.stringContaining('秒后重试') },
    });
  });
});
