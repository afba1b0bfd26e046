import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ApiError } from './api-error.ts';
import { type Client, createSessionClient } from './client.ts';

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function against(
  answer: (response: ServerResponse) => void,
): Promise<{ client: Client; seen: Seen[]; signedOut: () => number }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let signedOut = 0;
  const client = createSessionClient({
    fetch: (input, init) => fetch(`${base}${input}`, init),
    csrf: () => 'token-of-session',
    language: () => 'zh',
    onSignedOut: () => {
      signedOut += 1;
    },
  });
  return { client, seen, signedOut: () => signedOut };
}

const json = (status: number, body: unknown) => (response: ServerResponse) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

test('puts parameters into the path, queries behind it and leaves out what is undefined', async () => {
  const { client, seen } = await against(json(200, { items: [] }));
  await client.listVersions({ params: { id: 'a/b c' }, query: { limit: 5 } });
  await client.listRuns({ query: { flow: 'x' } });
  await client.listFlows();
  expect(seen.map((each) => each.url)).toEqual([
    '/api/flows/a%2Fb%20c/versions?limit=5',
    '/api/runs?flow=x',
    '/api/flows',
  ]);
});

test('sends the token of the session with changes only, and the language always', async () => {
  const { client, seen } = await against(json(200, {}));
  await client.getSettings();
  await client.runFlow({ params: { id: 'x' }, body: { input: { a: 1 } } });
  expect(seen.map((each) => each.headers['x-csrf-token'])).toEqual([undefined, 'token-of-session']);
  expect(seen.map((each) => each.headers['accept-language'])).toEqual(['zh', 'zh']);
  expect(seen[1]).toMatchObject({ method: 'POST', body: '{"input":{"a":1}}' });
});

test('an answer without a body is undefined', async () => {
  const { client } = await against((response) => response.writeHead(204).end());
  expect(await client.deleteFlow({ params: { id: 'x' } })).toBeUndefined();
});

test('a problem of the API is thrown with its code, help and field', async () => {
  const { client } = await against(
    json(409, { error: { code: 'flowSaved', message: 'Saved.', help: 'Load.', field: 'revision' } }),
  );
  const thrown = await client.getFlow({ params: { id: 'x' } }).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(ApiError);
  expect(thrown).toMatchObject({ status: 409, code: 'flowSaved', message: 'Saved.', help: 'Load.', field: 'revision' });
});

test('an answer that is no problem of the API is told by its status', async () => {
  const { client } = await against((response) => response.writeHead(502).end('<html>'));
  await expect(client.getSettings()).rejects.toMatchObject({ status: 502, code: 'http502' });
});

test('a success that is no JSON is no answer of Millrace', async () => {
  const { client } = await against((response) => response.writeHead(200).end('<html>Sign in</html>'));
  await expect(client.getSettings()).rejects.toMatchObject({ status: 200, code: 'notMillrace' });
});

test('an answer that ends midway is told as none', async () => {
  const { client } = await against((response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('{');
    setImmediate(() => response.destroy());
  });
  await expect(client.getSettings()).rejects.toMatchObject({ status: 0, code: 'unreachable' });
});

test('no answer at all is told as such', async () => {
  const { client } = await against((response) => response.destroy());
  await expect(client.getSettings()).rejects.toMatchObject({ status: 0, code: 'unreachable' });
});

test('401 ends the session, but not for a wrong password', async () => {
  const { client, signedOut } = await against(json(401, { error: { code: 'unauthenticated', message: 'Sign in.' } }));
  await client.signIn({ body: { name: 'a', password: 'b' } }).catch(() => undefined);
  expect(signedOut()).toBe(0);
  await client.listFlows().catch(() => undefined);
  expect(signedOut()).toBe(1);
});
