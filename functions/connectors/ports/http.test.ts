import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { HttpRequest } from '#flows/connectors/ports.ts';
import { isUncertain } from './network-error.ts';
import { ports } from './ports.ts';

const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];

/** A server that does what its path says. */
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
  answer(request, response);
});
const other = createServer((request, response) => {
  seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: '' });
  response.end('{"from":"other"}');
});

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://x');
  const [, verb, value = ''] = url.pathname.split('/');
  if (verb === 'status') response.writeHead(Number(value), { 'retry-after': url.searchParams.get('after') ?? '' });
  if (verb === 'to') response.writeHead(Number(value), { location: url.searchParams.get('at') ?? '' });
  if (verb === 'big') response.write('x'.repeat(11 * 1024 * 1024));
  if (verb === 'hang') return;
  if (verb === 'break') {
    request.socket.destroy();
    return;
  }
  response.end(verb === 'text' ? 'not json' : '{"ok":true}');
}

let base: string;
let elsewhere: string;

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  other.closeAllConnections();
  other.close();
});

function http(request: Partial<HttpRequest> & { url: string }, allowed = '127.0.0.0/8', timeout = 2000) {
  return ports(allowed)(AbortSignal.timeout(timeout)).http({ method: 'GET', ...request });
}

function failing(request: Partial<HttpRequest> & { url: string }, allowed?: string, timeout?: number) {
  return http(request, allowed, timeout).then(
    (answer) => expect.fail(`expected an error, got ${answer.status}`),
    (error: ConnectorError) => error,
  );
}

describe('a call', () => {
  it('sends query, headers and JSON, and reads JSON', async () => {
    const answer = await http({
      method: 'POST',
      url: `${base}/echo?a=1`,
      query: { b: 'ü&', c: true },
      headers: { 'X-One': 'two' },
      body: { text: '你好' },
    });
    expect(answer.json()).toEqual({ ok: true });
    expect(seen.at(-1)).toMatchObject({
      method: 'POST',
      url: '/echo?a=1&b=%C3%BC%26&c=true',
      headers: { 'x-one': 'two', 'content-type': 'application/json', 'content-length': '17' },
      body: '{"text":"你好"}',
    });
  });

  it('keeps its connection', async () => {
    const call = ports('127.0.0.0/8')(AbortSignal.timeout(2000)).http;
    for (let i = 0; i < 3; i++) await call({ method: 'GET', url: `${base}/keep` });
    expect(seen.at(-1)?.headers.connection).toBe('keep-alive');
  });

  it('gives statuses that the caller accepts', async () => {
    expect((await http({ url: `${base}/status/404`, accept: (status) => status === 404 })).status).toBe(404);
  });
});

describe('errors by class', () => {
  it.each([
    [400, 'InvalidInput'],
    [401, 'Unauthorized'],
    [403, 'Unauthorized'],
    [404, 'NotFound'],
    [408, 'Timeout'],
    [409, 'Conflict'],
    [410, 'NotFound'],
    [412, 'Conflict'],
    [422, 'InvalidInput'],
    [429, 'RateLimited'],
    [500, 'Unavailable'],
    [503, 'Unavailable'],
  ])('%i is %s', async (status, errorClass) => {
    const error = await failing({ url: `${base}/status/${status}` });
    expect(error).toMatchObject({ class: errorClass, status, retryAfter: undefined });
    expect(error.message).toBe(`GET ${base}/status/${status} answered ${status}: {"ok":true}`);
    expect(isUncertain(error)).toBe(false);
  });

  it('reads Retry-After in seconds and as a date', async () => {
    expect(await failing({ url: `${base}/status/429?after=7` })).toMatchObject({ retryAfter: 7 });
    const date = new Date(Date.now() + 30_000).toUTCString();
    const { retryAfter } = await failing({ url: `${base}/status/503?after=${encodeURIComponent(date)}` });
    expect(retryAfter).toBeGreaterThan(27);
    expect(retryAfter).toBeLessThan(31);
  });

  it.each<[string, () => Partial<HttpRequest> & { url: string }, string, RegExp, boolean]>([
    ['refused', () => ({ url: 'http://127.0.0.1:1/x' }), 'Unavailable', /the connection was refused/, false],
    ['unknown name', () => ({ url: 'http://nobody.invalid/' }), 'Unavailable', /host name/, false],
    ['broken off', () => ({ url: `${base}/break` }), 'Unavailable', /broken off/, true],
    ['no address', () => ({ url: 'over there' }), 'InvalidInput', /not an address/, false],
    ['other scheme', () => ({ url: 'file:///etc/passwd' }), 'InvalidInput', /only http: and https:/, false],
    ['line break in a header', () => ({ url: base, headers: { a: 'b\r\nc: d' } }), 'InvalidInput', /line break/, false],
    ['huge body', () => ({ url: base, body: 'x'.repeat(6 * 1024 * 1024) }), 'InvalidInput', /longer than 5 MB/, false],
    ['huge answer', () => ({ url: `${base}/big` }), 'InvalidInput', /more than 10 MB/, false],
  ])('%s', async (_name, request, errorClass, says, uncertain) => {
    const error = await failing(request());
    expect(error.class).toBe(errorClass);
    expect(error.message).toMatch(says);
    expect(isUncertain(error)).toBe(uncertain);
  });

  it('an answer that never comes is Timeout, and nobody knows what it did', async () => {
    const error = await failing({ url: `${base}/hang?key=secret` }, undefined, 50);
    expect(error.class).toBe('Timeout');
    expect(error.message).not.toContain('secret');
    expect(isUncertain(error)).toBe(true);
  });

  it('an answer that is not JSON is Unavailable', async () => {
    const answer = await http({ url: `${base}/text` });
    expect(() => answer.json()).toThrow(/not in JSON: not json/);
  });
});

describe('redirects', () => {
  const to = (status: number, at: string) => `${base}/to/${status}?at=${encodeURIComponent(at)}`;

  it('go on with the same request where the status says so', async () => {
    await http({ method: 'POST', url: to(307, '/there'), body: { a: 1 }, headers: { authorization: 'Bearer x' } });
    expect(seen.at(-1)).toMatchObject({ method: 'POST', url: '/there', body: '{"a":1}' });
    expect(seen.at(-1)?.headers.authorization).toBe('Bearer x');
    await http({ method: 'POST', url: to(303, '/there'), body: { a: 1 } });
    expect(seen.at(-1)).toMatchObject({ method: 'GET', url: '/there', body: '' });
  });

  it('take no credentials to another origin', async () => {
    const headers = { authorization: 'Bearer x', 'x-api-key': 'y', accept: 'application/json' };
    const answer = await http({ url: to(302, `${elsewhere}/here`), headers });
    expect(answer.json()).toEqual({ from: 'other' });
    expect(Object.keys(seen.at(-1)?.headers ?? {}).sort()).toEqual(['accept', 'connection', 'host', 'user-agent']);
  });

  it('take no credentials out of the path that they are for', async () => {
    const headers = { authorization: 'Bearer x' };
    await http({ url: to(302, '/mine/there'), headers, below: `${base}/mine` });
    expect(seen.at(-1)?.headers.authorization).toBe('Bearer x');
    for (const out of ['/there', '/mine/../there', '/mine/..%2fthere', '/mine2']) {
      await http({ url: to(302, out), headers, below: `${base}/mine` });
      expect(seen.at(-1)?.headers).not.toHaveProperty('authorization');
    }
  });

  it('end after five', async () => {
    const error = await failing({ url: to(302, to(302, to(302, to(302, to(302, to(302, '/end')))))) });
    expect(error.message).toMatch(/more than 5 times/);
  });

  it('are judged like any address', async () => {
    const { port } = new URL(base);
    const error = await failing({ url: to(302, `${elsewhere}/here`) }, `127.0.0.1:${port}`);
    expect(error).toMatchObject({ class: 'InvalidInput' });
    expect(error.message).toMatch(/not an address on the public internet/);
  });
});

describe('private addresses', () => {
  it.each([
    'http://127.0.0.1:1/',
    'http://localhost:1/',
    'http://[::1]:1/',
    'http://2130706433:1/',
    'http://0x7f.1:1/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:127.0.0.1]:1/',
  ])('%s is refused', async (url) => {
    const error = await failing({ url }, '');
    expect(error.class).toBe('InvalidInput');
    expect(error.message).toMatch(/not an address on the public internet.*MILLRACE_ALLOW_ADDRESSES/);
  });
});
