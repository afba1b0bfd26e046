import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nodeCrypto } from '#test/support/node-crypto.ts';
import { core } from './core/calls.generated.ts';
import { jira } from './jira/calls.generated.ts';
import { jira as described } from './jira/connector.generated.ts';
import type { Ports } from './ports.ts';
import type { InboundRequest } from './webhook-receiver.ts';

const ports = (now = 0): Ports => ({
  now: () => now,
  random: () => 0,
  crypto: nodeCrypto,
  http: () => Promise.reject(new Error('no calls')),
});

function inbound(
  text: string,
  headers: Record<string, string> = {},
  more: Partial<InboundRequest> = {},
): InboundRequest {
  return { method: 'POST', headers, query: {}, rawQuery: '', ...more, text, body: new TextEncoder().encode(text) };
}

describe('standard webhooks', () => {
  // The reference libraries' published vector.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const connection = { scheme: 'standardWebhooks', secret };
  const body = '{"test": 2432232314}';
  const signed = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };
  const at = (seconds: number) => ports((1_614_265_330 + seconds) * 1000);

  test.each([
    ['the genuine one', signed, 0, undefined],
    [
      'one of several signatures',
      { ...signed, 'webhook-signature': `v1,AAAA v1a,BBBB ${signed['webhook-signature']}` },
      0,
      undefined,
    ],
    ['at the end of the window', signed, 300, undefined],
    ['replayed later', signed, 301, 'timestamp'],
    ['dated in the future', signed, -301, 'timestamp'],
    ['without a timestamp', { ...signed, 'webhook-timestamp': '' }, 0, 'timestamp'],
    ['with another id', { ...signed, 'webhook-id': 'msg_other' }, 0, 'signature'],
    ['without a signature', { ...signed, 'webhook-signature': '' }, 0, 'signature'],
  ])('%s', (_name, headers, seconds, verdict) => {
    expect(core.receiver!.verify(inbound(body, headers), connection, at(seconds))).toBe(verdict);
  });
});

describe('other ways callers prove themselves', () => {
  const hex = createHmac('sha256', 'a long secret').update('{"n":1}').digest('hex');
  const encoded = Buffer.from('li:a long secret').toString('base64');

  test.each([
    ['hmac', { scheme: 'hmac', secret: 'a long secret' }, { 'x-signature': hex }, undefined],
    [
      'hmac with prefix in a named header',
      { scheme: 'hmac', secret: 'a long secret', header: 'X-Sig' },
      { 'x-sig': `sha256=${hex}` },
      undefined,
    ],
    ['hmac of another body', { scheme: 'hmac', secret: 'another secret' }, { 'x-signature': hex }, 'signature'],
    ['hmac left out', { scheme: 'hmac', secret: 'a long secret' }, {}, 'signature'],
    [
      'basic',
      { scheme: 'basic', secret: 'a long secret', user: 'li' },
      { authorization: `Basic ${encoded}` },
      undefined,
    ],
    [
      'basic of somebody else',
      { scheme: 'basic', secret: 'a long secret', user: 'wei' },
      { authorization: `Basic ${encoded}` },
      'credentials',
    ],
    ['header', { scheme: 'header', secret: 'a long secret' }, { 'x-api-key': 'a long secret' }, undefined],
    ['header left out', { scheme: 'header', secret: 'a long secret' }, {}, 'credentials'],
  ])('%s', (_name, connection, headers, verdict) => {
    expect(
      core.receiver!.verify(
        inbound('{"n":1}', headers as Record<string, string>),
        connection as Record<string, string>,
        ports(),
      ),
    ).toBe(verdict);
  });
});

describe('core.webhook', () => {
  test.each([
    ['application/json', '{"a":[1]}', { a: [1] }],
    ['application/vnd.api+json; charset=utf-8', '{"a":1}', { a: 1 }],
    ['application/x-www-form-urlencoded', 'a=1&b=x+y&b=%E4%BD%A0', { a: '1', b: ['x y', '你'] }],
    ['text/plain', 'hello', 'hello'],
    ['application/json', '', null],
  ])('reads %s', (type, text, body) => {
    expect(core.receiver!.toEvents(inbound(text, { 'content-type': type }), {})[0]?.data).toMatchObject({
      method: 'POST',
      body,
    });
  });

  test('keeps what proves the caller out of the event', () => {
    const headers = { authorization: 'Basic x', cookie: 'a=b', 'x-team-key': 's', 'x-kept': '1' };
    const [event] = core.receiver!.toEvents(inbound('', headers), { header: 'X-Team-Key' });
    expect(event?.data).toMatchObject({ headers: { 'x-kept': '1' } });
    expect(JSON.stringify(event)).not.toMatch(/Basic x|a=b|x-team-key/);
  });

  test.each(['webhook-id', 'idempotency-key'])('takes %s for the delivery id', (header) => {
    expect(core.receiver!.toEvents(inbound('', { [header]: 'd1' }), {})[0]?.key).toBe('d1');
  });
});

describe('jira', () => {
  test("accepts Atlassian's published signature and refuses others", () => {
    const connection = { webhookSecret: "It's a Secret to Everybody" };
    const signature = 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9';
    expect(
      jira.receiver!.verify(inbound('Hello World!', { 'x-hub-signature': signature }), connection, ports()),
    ).toBeUndefined();
    expect(jira.receiver!.verify(inbound('Hello, World!', { 'x-hub-signature': signature }), connection, ports())).toBe(
      'signature',
    );
    expect(jira.receiver!.verify(inbound('Hello World!'), connection, ports())).toBe('signature');
    expect(jira.receiver!.verify(inbound('Hello World!'), {}, ports())).toBeUndefined();
  });

  test.each(Object.entries(described.triggers))('%s: the sample request becomes the sample event', (name, trigger) => {
    const { headers, body } = trigger.sampleRequest!;
    expect(jira.receiver!.toEvents(inbound(JSON.stringify(body), headers), {})).toEqual([
      { trigger: name, key: headers['x-atlassian-webhook-identifier'], time: 1_795_186_690_730, data: trigger.sample },
    ]);
  });

  test('ignores events that no trigger stands for', () => {
    expect(jira.receiver!.toEvents(inbound('{"webhookEvent":"sprint_closed"}'), {})).toEqual([]);
    expect(jira.receiver!.toEvents(inbound('null'), {})).toEqual([]);
  });

  test("reads a change without being caught by every object's own toString", () => {
    const body = {
      webhookEvent: 'jira:issue_updated',
      changelog: { items: [{ field: '__proto__', fromString: 'a' }, { field: 'status' }] },
    };
    const [event] = jira.receiver!.toEvents(inbound(JSON.stringify(body)), {});
    expect(event?.data).toMatchObject({ changed: { status: { from: null, to: null } } });
    expect(({} as Record<string, unknown>).from).toBeUndefined();
  });

  const published = `${import.meta.dirname}/../../../shared/connectors/samples/jira-issue_updated.json`;
  test.skipIf(!existsSync(published))(
    "reads the vendor's documented delivery (only where the sample is present)",
    () => {
      const [event] = jira.receiver!.toEvents(inbound(readFileSync(published, 'utf8')), {});
      const ours = described.triggers.issueUpdated!.sample as Record<string, unknown>;
      const theirs = event!.data as Record<string, unknown>;
      expect(event?.trigger).toBe('issueUpdated');
      for (const member of Object.keys(ours)) expect(Object.keys(theirs)).toContain(member);
      expect(theirs.changed).toMatchObject({
        summary: { to: 'A new summary.' },
        issuetype: { from: 'Improvement', to: 'New Feature' },
      });
    },
  );
});

describe('a signed request', () => {
  const now = 1_764_280_000;
  const connection = { scheme: 'hmac', secret: 'a-long-secret', signs: 'request' };
  const body = '{"n":1}';
  const sign = (text: string) => createHmac('sha256', connection.secret).update(text).digest('hex');
  const at = (seconds: number) => String(now + seconds);
  const request = (
    time: string,
    signature: string,
    more: Partial<InboundRequest> = {},
    headers: Record<string, string> = {},
  ) => inbound(body, { 'x-timestamp': time, 'x-signature': signature, ...headers }, { rawQuery: 'a=1&b=%20', ...more });
  const verify = (given: InboundRequest) => core.receiver?.verify(given, connection, ports(now * 1000));
  const good = (time: string) => sign(`${time}\nPOST\na=1&b=%20\n${body}`);

  test.each<[string, InboundRequest, string | undefined]>([
    ['as it is', request(at(0), good(at(0))), undefined],
    ['with a fraction of a second', request(`${at(0)}.123`, good(`${at(0)}.123`)), undefined],
    ['almost five minutes old', request(at(-300), good(at(-300))), undefined],
    ['over five minutes old', request(at(-301), good(at(-301))), 'timestamp'],
    ['of times to come', request(at(301), good(at(301))), 'timestamp'],
    ['without a time', request('', sign(`\nPOST\na=1&b=%20\n${body}`)), 'timestamp'],
    ['with another time', request(at(1), good(at(0))), 'signature'],
    ['with another method', request(at(0), good(at(0)), { method: 'DELETE' }), 'signature'],
    ['with another query', request(at(0), good(at(0)), { rawQuery: 'a=2&b=%20' }), 'signature'],
    [
      'whose query ends in its body',
      request(at(0), sign(`${at(0)}\nPOST\na=1.2\n${body}`), { rawQuery: 'a=1' }),
      'signature',
    ],
    ['with dots', request(at(0), sign(`${at(0)}.POST.a=1&b=%20.${body}`)), 'signature'],
    ['whose body alone is signed', request(at(0), sign(body)), 'signature'],
  ])('%s', (_, given, forgery) => expect(verify(given)).toBe(forgery));

  test('is the same event when it comes again, whatever key it then has', () => {
    const key = (headers: Record<string, string>) =>
      core.receiver?.toEvents(request(at(0), good(at(0)), {}, headers), connection)[0]?.key;
    expect(key({ 'idempotency-key': 'other' })).toBe(key({}));
    expect(key({})).toBe(good(at(0)));
  });
});
