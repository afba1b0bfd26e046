import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { scratchFolder } from '#test/support/scratch-folder.ts';
import { type GatewayOptions, startGateway } from './gateway.ts';
import type { HttpEvent } from './payload.ts';

// Three hundred connections take their time where others use the machine.
vi.setConfig({ testTimeout: 30_000 });
const patience = { timeout: 15_000, interval: 20 };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(options: Partial<GatewayOptions> = {}): Promise<{ port: number; url: string; seen: HttpEvent[] }> {
  const seen: HttpEvent[] = [];
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    routes: [{ path: '/a/*', function: 'any', maxBodyBytes: 262_144, compress: true }],
    call: async (_, event) => {
      seen.push(event);
      return { taken: true };
    },
    consoleFolder: '/nowhere',
    ...options,
  });
  closers.push(() => gateway.close(100));
  return { port: gateway.port, url: `http://127.0.0.1:${gateway.port}`, seen };
}

/** A connection that keeps what it is told and whether it has ended. */
function knock(port: number, first = ''): { socket: Socket; said: () => string; ended: () => boolean } {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  closers.push(() => socket.destroy());
  let said = '';
  let ended = false;
  socket.on('data', (chunk) => (said += chunk.toString()));
  socket.on('error', () => {});
  for (const sign of ['end', 'close', 'error']) socket.on(sign, () => (ended = true));
  socket.write(first);
  return { socket, said: () => said, ended: () => ended };
}

const half = (size: number) =>
  `POST /a/1 HTTP/1.1\r\nhost: x\r\ncontent-length: ${size * 2}\r\n\r\n${'x'.repeat(size)}`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the address of a request', () => {
  test.each(['x/api/session#', 'x?', 'a b', 'x:y', 'x@y', '[::1'])('is not changed by Host: %s', async (host) => {
    const { port, seen } = await start();
    const { said } = knock(port, `GET /a/1 HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    await expect.poll(said, patience).toMatch(/^HTTP\/1.1 400 /);
    expect(seen).toEqual([]);
  });

  test.each([
    ['/a/1', '/a/1'],
    ['//evil/a/1', undefined],
    ['http://evil/a/1', undefined],
    ['/b/../a/1?x=#y', '/a/1'],
  ])('%s is the path %s', async (target, path) => {
    const { port, seen } = await start();
    const { said } = knock(port, `GET ${target} HTTP/1.1\r\nhost: 127.0.0.1:1\r\nconnection: close\r\n\r\n`);
    await expect.poll(said, patience).toMatch(/^HTTP/);
    expect(seen[0]?.rawPath).toBe(path);
  });
});

describe('the sender of a request', () => {
  const from = async (header: string | undefined, isProxy?: GatewayOptions['isProxy']) => {
    const { url, seen } = await start(isProxy ? { isProxy } : {});
    await fetch(`${url}/a/1`, { headers: header === undefined ? {} : { 'x-forwarded-for': header } });
    return seen[0]?.requestContext.http.sourceIp;
  };

  test('is the other end of the connection, whatever it says itself', async () => {
    expect(await from('192.0.2.1')).toBe('127.0.0.1');
  });

  test('is what a trusted proxy says last', async () => {
    const isProxy = (address: string) => address === '127.0.0.1' || address === '10.0.0.1';
    expect(await from('192.0.2.66, 192.0.2.1, 10.0.0.1', isProxy)).toBe('192.0.2.1');
    expect(await from('192.0.2.1:4711', isProxy)).toBe('192.0.2.1');
    expect(await from('[2001:db8::1]:4711', isProxy)).toBe('2001:db8::1');
    expect(await from('nonsense', isProxy)).toBe('127.0.0.1');
    expect(await from(undefined, isProxy)).toBe('127.0.0.1');
  });
});

describe('connections', () => {
  test('end from this side after a request that is none, although the other keeps its side open', async () => {
    const { port } = await start();
    const { socket, said } = knock(port, 'nonsense\r\n\r\n');
    await expect.poll(said, patience).toMatch(/^HTTP\/1.1 400 Bad Request\r\n.*content-security-policy/s);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await pause(1500);
    // Writing shows that nobody is there: the half that was ours to keep open is gone.
    socket.write('x');
    await pause(50);
    socket.write('x');
    await closed;
  });

  test('of one network are bounded: a new one takes the place of the one that waited longest', async () => {
    const { port, url } = await start();
    const all: ReturnType<typeof knock>[] = [];
    // More at once than the system keeps waiting would be refused by it.
    while (all.length < 1100) {
      const batch = Array.from({ length: 100 }, () => knock(port));
      await Promise.all(batch.map(({ socket }) => once(socket, 'connect')));
      all.push(...batch);
    }
    await expect.poll(() => all.filter(({ ended }) => ended()).length, patience).toBeGreaterThanOrEqual(76);
    expect(all.filter(({ ended }) => ended()).length).toBeLessThanOrEqual(80);
    expect((await fetch(`${url}/a/1`)).status).toBe(200);
  });

  test('that send a hundred requests without waiting for an answer end', async () => {
    const { port, seen } = await start({ call: () => new Promise(() => {}) });
    const { ended } = knock(port, 'GET /a/1 HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(100));
    await expect.poll(ended, patience).toBe(true);
    expect(seen.length).toBeLessThanOrEqual(16);
  });

  test('do not keep the server from stopping', async () => {
    const gateway = await startGateway({
      host: '127.0.0.1',
      port: 0,
      routes: [{ path: '/a/*', function: 'any', maxBodyBytes: 1000 }],
      call: () => new Promise(() => {}),
      consoleFolder: '/nowhere',
    });
    const open = [
      knock(gateway.port),
      knock(gateway.port, 'GET /a/1 HTTP/1.1\r\nhost: x\r\n\r\n'),
      knock(gateway.port, half(10)),
      knock(gateway.port, 'GET /a'),
    ];
    await pause(50);
    await gateway.close(200);
    await expect.poll(() => open.every(({ ended }) => ended()), patience).toBe(true);
  });
});

describe('bodies', () => {
  test('half of one that never gets whole makes room for one that does', async () => {
    const { port, url } = await start();
    const halves = Array.from({ length: 200 }, () => knock(port, half(130_000)));
    await expect.poll(() => halves.filter(({ said }) => said().includes(' 503 ')).length, patience).toBeGreaterThan(50);
    const answer = await fetch(`${url}/a/1`, { method: 'POST', body: 'x'.repeat(200_000) });
    expect(answer.status).toBe(200);
  });

  test('are read only of who was let in, and a refused one learns why', async () => {
    const refused = { statusCode: 401, headers: { 'content-type': 'application/json' }, body: '{}' };
    const { port, url, seen } = await start({ admit: async () => ({ refused }) });
    const { said } = knock(port, half(10));
    await expect.poll(said, patience).toMatch(/^HTTP\/1.1 401 /);
    const answer = await fetch(`${url}/a/1`, { method: 'POST', body: 'x'.repeat(5_000_000) });
    expect(answer.status).toBe(401);
    expect(seen).toEqual([]);
  });

  test('may be as long as whoever lets them in says', async () => {
    const { url } = await start({ admit: async () => ({ maxBodyBytes: 1000 }) });
    const post = (size: number) => fetch(`${url}/a/1`, { method: 'POST', body: 'x'.repeat(size) });
    expect((await post(1000)).status).toBe(200);
    const refused = await post(1001);
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({ error: { code: 'bodyTooLarge' } });
  });
});

test('who sends a hundred requests waits behind their own', async () => {
  let running = 0;
  let most = 0;
  const { url } = await start({
    routes: [{ path: '/a/*', function: 'any', maxBodyBytes: 1000, atOnce: 8 }],
    call: async () => {
      most = Math.max(most, ++running);
      await pause(10);
      running--;
      return { ok: true };
    },
  });
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => fetch(`${url}/a/1`, { headers: { authorization: 'Bearer mine' } })),
  );
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(most).toBe(8);
});

/** The answer as it goes over the wire. */
function raw(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    })
      .once('error', reject)
      .end();
  });
}

describe('answers of functions', () => {
  const long = JSON.stringify({ text: 'word '.repeat(1000) });
  const answering = (body: string, more: Record<string, string> = {}) =>
    start({ call: async () => ({ statusCode: 200, headers: { 'content-type': 'application/json', ...more }, body }) });

  test('are compressed in the best way the caller takes, and say so', async () => {
    const { url } = await answering(long);
    const brotli = await raw(`${url}/a/1`, { 'accept-encoding': 'gzip, deflate, br' });
    expect(brotli.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
    expect(brotliDecompressSync(brotli.body).toString()).toBe(long);
    const zipped = await raw(`${url}/a/1`, { 'accept-encoding': 'gzip;q=0.5, br;q=0' });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.body).toString()).toBe(long);
    const plain = await raw(`${url}/a/1`, {});
    expect([plain.headers['content-encoding'], plain.body.toString()]).toEqual([undefined, long]);
  });

  test.each<[string, string, Record<string, string>, Record<string, string>, string | undefined]>([
    // name, body, headers of the answer, headers of the request, coding
    ['short', '{"a":1}', {}, {}, undefined],
    ['with a secret', long, { 'cache-control': 'no-store, no-transform' }, {}, undefined],
    ['no data', long, { 'content-type': 'text/plain' }, {}, undefined],
    ['asked for by another site', long, {}, { cookie: 'a=b', 'sec-fetch-site': 'cross-site' }, undefined],
    ['asked for by nobody knows whom', long, {}, { cookie: 'a=b' }, undefined],
    ['asked for by the console', long, {}, { cookie: 'a=b', 'sec-fetch-site': 'same-origin' }, 'br'],
  ])('%s', async (_, body, told, asked, coding) => {
    const { url } = await answering(body, told);
    const answer = await raw(`${url}/a/1`, { 'accept-encoding': 'br', ...asked });
    expect(answer.headers['content-encoding']).toBe(coding);
  });
});

describe('files of the console', () => {
  const serve = async () => {
    const { path: folder, remove } = scratchFolder();
    closers.push(remove);
    mkdirSync(join(folder, 'assets'));
    const write = (path: string, text: string) => {
      writeFileSync(join(folder, path), text);
      writeFileSync(join(folder, `${path}.br`), brotliCompressSync(text));
      writeFileSync(join(folder, `${path}.gz`), gzipSync(text));
    };
    write('index.html', '<title>Console</title>');
    write('assets/app-abc.js', 'console.log(1)');
    writeFileSync(join(folder, 'icon.svg'), '<svg/>');
    return (await start({ consoleFolder: folder })).url;
  };

  test('come as the build packed them, hashed names for ever', async () => {
    const url = await serve();
    const file = await raw(`${url}/assets/app-abc.js`, { 'accept-encoding': 'gzip, br' });
    expect(file.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
    });
    expect(brotliDecompressSync(file.body).toString()).toBe('console.log(1)');
    const zipped = await raw(`${url}/assets/app-abc.js`, { 'accept-encoding': 'gzip' });
    expect(gunzipSync(zipped.body).toString()).toBe('console.log(1)');
    expect((await raw(`${url}/assets/app-abc.js`, {})).body.toString()).toBe('console.log(1)');
    expect((await raw(`${url}/icon.svg`, { 'accept-encoding': 'br' })).body.toString()).toBe('<svg/>');
  });

  test('without a hash are asked for again and not sent again', async () => {
    const url = await serve();
    const first = await raw(`${url}/flows/any`, {});
    expect(first.headers['cache-control']).toBe('no-cache');
    expect(first.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    const again = await raw(`${url}/`, { 'if-none-match': String(first.headers.etag) });
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, first.headers.etag]);
    expect((await raw(`${url}/`, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('that are not there are refused in the language of whoever asks, and no page may frame that', async () => {
    const url = await serve();
    const missing = await fetch(`${url}/assets/gone.js`, { headers: { 'accept-language': 'zh' } });
    expect([missing.status, await missing.json()]).toMatchObject([404, { error: { message: '没有这个文件。' } }]);
    expect(missing.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const posted = await fetch(`${url}/`, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
