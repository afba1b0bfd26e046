import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getEffects } from '#functions/store/effect.ts';
import { getRun } from '#functions/store/run.ts';
import { startFunctions } from '#test/support/functions.ts';
import { startReceiver } from '#test/support/receiver.ts';

const secret = 'whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=';
const body = '{"n":1}';

let millrace: Awaited<ReturnType<typeof startFunctions>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

const flow = (id: string, connection: string, steps = '- { id: done, stop: succeeded, output: "{{ $trigger }}" }') => `
id: ${id}
name: ${id}
trigger: { use: core.webhook, connection: ${connection} }
steps:
  ${steps}`;

beforeAll(async () => {
  [millrace, receiver] = await Promise.all([startFunctions(), startReceiver()]);
});
afterAll(async () => {
  await millrace.stop();
  await receiver.close();
});

const hmac = (key: string | Buffer, text: string, as: 'hex' | 'base64') =>
  createHmac('sha256', key).update(text).digest(as);
const standard = (age: number, id = 'm1', key = secret) => {
  const at = String(Math.floor(Date.now() / 1000) - age);
  const signature = hmac(Buffer.from(key.replace('whsec_', ''), 'base64'), `${id}.${at}.${body}`, 'base64');
  return { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,AAAA v1,${signature}` };
};
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe.each<
  [string, Record<string, string>, () => Record<string, string>, [string, () => Record<string, string>, string][]]
>([
  [
    'hmac',
    { scheme: 'hmac', secret, header: 'X-Hub-Signature-256' },
    () => ({ 'x-hub-signature-256': `sha256=${hmac(secret, body, 'hex')}` }),
    [
      ['no signature', () => ({}), 'signature'],
      ['another secret', () => ({ 'x-hub-signature-256': hmac('other', body, 'hex') }), 'signature'],
      ['another body', () => ({ 'x-hub-signature-256': hmac(secret, `${body} `, 'hex') }), 'signature'],
    ],
  ],
  [
    'standardWebhooks',
    { scheme: 'standardWebhooks', secret },
    () => standard(290),
    [
      ['a replay after five minutes', () => standard(310), 'timestamp'],
      ['a time to come', () => standard(-310), 'timestamp'],
      ['no time', () => ({ ...standard(0), 'webhook-timestamp': '' }), 'timestamp'],
      ['another id', () => ({ ...standard(0), 'webhook-id': 'm2' }), 'signature'],
      ['another secret', () => standard(0, 'm1', 'whsec_b3RoZXI='), 'signature'],
    ],
  ],
  [
    'basic',
    { scheme: 'basic', secret, user: 'li' },
    () => ({ authorization: basic('li', secret) }),
    [
      ['no credentials', () => ({}), 'credentials'],
      ['another user', () => ({ authorization: basic('wei', secret) }), 'credentials'],
      ['another password', () => ({ authorization: basic('li', `${secret}x`) }), 'credentials'],
      ['another scheme', () => ({ authorization: `Bearer ${secret}` }), 'credentials'],
    ],
  ],
  [
    'header',
    { scheme: 'header', secret, header: 'X-Token' },
    () => ({ 'x-token': secret }),
    [
      ['no header', () => ({}), 'credentials'],
      ['a part of it', () => ({ 'x-token': secret.slice(0, -1) }), 'credentials'],
    ],
  ],
])('an address that asks for %s', (scheme, fields, right, wrong) => {
  let key: string;
  const name = scheme.toLowerCase();

  beforeAll(async () => {
    await millrace.connect(`core-${name}`, 'core', fields);
    key = (await millrace.publish(flow(name, `core-${name}`))).key;
  });

  it('takes what is genuine, and keeps the proof out of the data', async () => {
    const answer = await millrace.post(key, body, { headers: right() });
    expect(answer.statusCode).toBe(202);
    const run = await millrace.ended(name, JSON.parse(answer.body).event);
    expect(run.output).toMatchObject({ body: { n: 1 } });
    expect(JSON.stringify(run)).not.toContain(secret.slice(6));
    expect(JSON.stringify(run)).not.toContain('Basic ');
  });

  it.each(wrong)('refuses %s', async (_name, headers, code) => {
    const answer = await millrace.post(key, body, { headers: headers() });
    expect(answer.statusCode).toBe(401);
    expect(JSON.parse(answer.body).error.code).toBe(code);
    expect(answer.headers['www-authenticate'] !== undefined).toBe(scheme === 'basic');
  });
});

it('a new secret counts at once', async () => {
  await millrace.connect('core-new', 'core', { scheme: 'header', secret: 'the-old-one' });
  const { key } = await millrace.publish(flow('renewed', 'core-new'));
  const post = async (value: string) =>
    (await millrace.post(key, body, { headers: { 'x-api-key': value } })).statusCode;
  expect([await post('the-old-one'), await post('the-new-one')]).toEqual([202, 401]);
  await millrace.connect('core-new', 'core', { scheme: 'header', secret: 'the-new-one' });
  expect([await post('the-old-one'), await post('the-new-one')]).toEqual([401, 202]);
});

describe('a secret of an action', () => {
  it('reaches the vendor and nobody else', async () => {
    const token = `tok-${randomUUID()}`;
    const base = { scheme: 'bearer', baseUrl: receiver.url, secret: token };
    await millrace.connect('api', 'http', base);
    receiver.answerWith(({ headers }) => ({
      body: { echo: headers.authorization, half: Buffer.from(token).toString('base64') },
    }));
    const steps = `- { id: call, use: http.request, connection: api, with: { url: /me } }
  - { id: done, stop: succeeded, output: "{{ $call }}" }`;
    await millrace.connect('core-open', 'core', { scheme: 'header', secret: 'knock-knock' });
    const { key } = await millrace.publish(flow('secretive', 'core-open', steps));
    const answer = await millrace.post(key, body, { headers: { 'x-api-key': 'knock-knock' } });
    const run = await millrace.ended('secretive', JSON.parse(answer.body).event);
    expect(receiver.received.at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
    expect(run.output).toMatchObject({ body: { echo: 'Bearer [secret]', half: '[secret]' } });
    expect(JSON.stringify([run, await getEffects(run.id)])).not.toContain(token);
  });

  it('is not told by an error either', async () => {
    const token = `tok-${randomUUID()}`;
    await millrace.connect('api', 'http', { scheme: 'bearer', baseUrl: receiver.url, secret: token });
    receiver.answerWith(() => ({ status: 400, body: `bad token ${token}` }));
    const { run: id } = await millrace.api('POST', '/api/flows/secretive/run', { input: {} });
    await expect.poll(async () => (await getRun(id))?.status).toBe('failed');
    const run = await millrace.api('GET', `/api/runs/${id}`);
    expect(run.error?.message).toMatch(/answered 400: bad token \[secret\]/);
    const kept = await getRun(id);
    expect(kept?.error?.sentence).toMatchObject({ id: 'answeredSaying', params: { says: 'bad token [secret]' } });
    expect(JSON.stringify([run, kept, await getEffects(id)])).not.toContain(token);
  });

  it('is not told by half where an error is cut', async () => {
    const token = `tok-${randomUUID()}`;
    await millrace.connect('api', 'http', { scheme: 'bearer', baseUrl: receiver.url, secret: token });
    receiver.answerWith(() => ({ status: 400, body: `${'x'.repeat(280)} ${token} ${'x'.repeat(280)}` }));
    const { run: id } = await millrace.api('POST', '/api/flows/secretive/run', { input: {} });
    await expect.poll(async () => (await getRun(id))?.status).toBe('failed');
    const kept = await getRun(id);
    expect(kept?.error?.message).toContain('xxx [secret] xxx');
    expect(JSON.stringify([kept, await getEffects(id)])).not.toContain(token.slice(0, 12));
  });
});

describe('the address of a connection', () => {
  it('leads a delivery to the flows that listen, once however often it is repeated', async () => {
    const key = await millrace.connect('jira-main', 'jira', {
      site: 'https://example.atlassian.net',
      email: 'a@example.com',
      apiToken: 'token-token',
      webhookSecret: secret,
    });
    const listens = (id: string) => `
id: ${id}
name: ${id}
trigger: { use: jira.issueUpdated, connection: jira-main }
steps:
  - { id: done, stop: succeeded, output: "{{ $trigger.issue.key }}" }`;
    await Promise.all(['one', 'two'].map((id) => millrace.publish(listens(id))));
    const delivery = JSON.stringify({
      webhookEvent: 'jira:issue_updated',
      timestamp: Date.now(),
      issue: { key: 'OPS-7' },
    });
    const headers = {
      'x-hub-signature': `sha256=${hmac(secret, delivery, 'hex')}`,
      'x-atlassian-webhook-identifier': 'j-1',
    };
    const answers = await Promise.all([1, 2, 3].map(() => millrace.post(key, delivery, { headers })));
    expect(answers.map(({ body: text }) => text)).toEqual(Array(3).fill('{"event":"jira:jira-main:j-1"}'));
    for (const id of ['one', 'two']) expect((await millrace.ended(id, 'jira:jira-main:j-1')).output).toBe('OPS-7');
    expect((await millrace.post(key, delivery, { headers: { 'x-hub-signature': 'sha256=00' } })).statusCode).toBe(401);
  });
});
