import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, openBrowser } from '#test/support/browser.ts';
import { connect as connection, publish } from '#test/support/publish.ts';
import { eventually, pause, startServer, type TestServer } from '#test/support/server.ts';
import { stallDuring } from '#test/support/stall.ts';

/** Milliseconds that nobody may hold the others up. */
const longest = 250;

/** Another machine: every address of 127.0.0.0/8 is this one. */
const elsewhere = '127.0.0.77';

let server: TestServer;
let hook: string;
const open: Socket[] = [];

beforeAll(async () => {
  server = await startServer();
  hook = (await publish(server, flow('taken', '{ n: 1 }'))).hooks[0]!.url;
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});
afterAll(() => server.stop());

const flow = (id: string, output: string, respond = 'accepted') => `
id: ${id}
name: ${id}
trigger: { use: core.webhook, with: { respond: ${respond} } }
steps:
  - { id: done, stop: succeeded, output: ${output} }`;

/** Megabytes that the server holds. */
const memory = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))?.[1]) / 1024;
const password = () => /password:?\s+(\S+)/i.exec(server.output())?.[1];

interface Knock {
  said: () => string;
  ended: () => boolean;
}

/** A connection from another machine that sends what it is told and never ends by itself. */
function knock(text: string, localAddress = elsewhere): Knock {
  const socket = connect({
    port: Number(new URL(server.url).port),
    host: '127.0.0.1',
    localAddress,
    allowHalfOpen: true,
  });
  open.push(socket);
  let said = '';
  let ended = false;
  socket.on('data', (chunk) => (said += chunk.toString()));
  socket.on('error', () => (ended = true));
  socket.on('close', () => (ended = true));
  socket.on('end', () => (ended = true));
  socket.write(text);
  return { said: () => said, ended: () => ended };
}

function request(method: string, path: string, body: string, length = body.length, more = ''): string {
  const head = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n${more}`;
  return `${head}content-length: ${length}\r\n\r\n${body}`;
}

describe('nobody is held up by', () => {
  test('four hundred connections that say nothing, and they end', async () => {
    const silent: Knock[] = [];
    const stall = await stallDuring(server, async () => {
      for (let n = 0; n < 400; n++) silent.push(knock(n % 2 === 0 ? '' : 'GET /api/health HTTP/1.1\r\n'));
      await eventually(() => (silent.every(({ ended }) => ended()) ? true : undefined), 25);
    });
    expect(stall).toBeLessThan(longest);
  });

  test('three hundred bodies that never get whole, of the API and of a webhook', async () => {
    const halves: Knock[] = [];
    const before = memory();
    const stall = await stallDuring(server, async () => {
      for (let n = 0; n < 300; n++) {
        halves.push(knock(request('PUT', '/api/flows/x', 'x'.repeat(20_000), 1_000_000)));
        halves.push(knock(request('POST', new URL(hook).pathname, 'x'.repeat(100_000), 200_000)));
      }
      await eventually(() =>
        halves.filter(({ said }) => said().startsWith('HTTP/1.1 401')).length === 300 ? true : undefined,
      );
      const taken = await fetch(hook, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
      expect(taken.status).toBe(202);
      await pause(500);
    });
    expect(memory() - before).toBeLessThan(100);
    expect(stall).toBeLessThan(longest);
  });

  test('a hundred guesses at the password at once, and files are served meanwhile', async () => {
    const guess = JSON.stringify({ name: 'admin', password: 'a wrong password' });
    let slowestFile = 0;
    const guesses: Knock[] = [];
    const stall = await stallDuring(server, async () => {
      for (let n = 0; n < 100; n++) guesses.push(knock(request('POST', '/api/session', guess), `127.0.1.${n + 1}`));
      for (let n = 0; n < 10; n++) {
        const asked = performance.now();
        expect((await fetch(`${server.url}/`)).status).toBe(200);
        slowestFile = Math.max(slowestFile, performance.now() - asked);
        await pause(100);
      }
      await eventually(() => (guesses.every(({ said }) => said() !== '') ? true : undefined), 60);
    });
    expect(stall).toBeLessThan(longest);
    expect(slowestFile).toBeLessThan(1000);
    const signedIn = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'admin', password: password() }),
    });
    expect(signedIn.status).toBe(200);
  });

  test('ten thousand requests of a stranger, nor do they use up what the others may send', async () => {
    const many = 'GET /api/flows HTTP/1.1\r\nhost: x\r\n\r\n';
    const stall = await stallDuring(server, async () => {
      const strangers = Array.from({ length: 100 }, () => knock(''));
      for (let round = 0; round < 100; round++) {
        for (const [n] of strangers.entries()) open.at(-1 - n)?.write(many);
        if (round % 10 === 0)
          expect((await server.api<{ items: [] }>('GET', '/api/flows?limit=1')).items).toHaveLength(1);
        await pause(10);
      }
    });
    expect(stall).toBeLessThan(longest);
  });
});

test('a stop ends what is open and does not wait for it', async () => {
  const own = await startServer();
  const port = Number(new URL(own.url).port);
  const held = ['', 'GET /', request('POST', '/api/session', '{', 100)].map((text) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    open.push(socket);
    socket.on('error', () => {});
    socket.write(text);
    return socket;
  });
  await pause(200);
  const asked = performance.now();
  await own.stop();
  expect(performance.now() - asked).toBeLessThan(15_000);
  expect(held).toHaveLength(3);
});

test("an answer of a flow is no page of the console's: it mints no token in the administrator's browser", async (context) => {
  const path = findBrowser();
  if (!path) return context.skip();
  const page = `<form method="post" action="/api/tokens"></form><p id="here">page</p><script>
    document.title = 'ran';
    fetch('/api/session').then((r) => r.json()).then(({ csrf }) => fetch('/api/tokens', { method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf }, body: JSON.stringify({ name: 'stolen', role: 'admin' }) }));
  </script>`;
  const output = JSON.stringify({
    status: 200,
    headers: { 'content-type': 'text/html', 'service-worker-allowed': '/', 'set-cookie': 'a=b' },
    body: page,
  });
  const { hooks } = await publish(server, flow('page', output, 'finished'));
  const browser = await openBrowser(path);
  try {
    const tab = await browser.newPage();
    await tab.goto(server.url);
    const signedIn = await tab.evaluate(
      async (body) =>
        (await fetch('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status,
      JSON.stringify({ token: server.token }),
    );
    expect(signedIn).toBe(200);
    const answer = await tab.goto(hooks[0]!.url);
    expect(await tab.textContent('#here')).toBe('page');
    await pause(1000);
    expect(await tab.title()).not.toBe('ran');
    const headers = answer?.headers() ?? {};
    expect(headers['content-security-policy']).toMatch(/^sandbox allow-forms;/);
    for (const name of ['set-cookie', 'service-worker-allowed']) expect(headers).not.toHaveProperty(name);
    const { items } = await server.api<{ items: { name: string }[] }>('GET', '/api/tokens');
    expect(items.map(({ name }) => name)).not.toContain('stolen');
  } finally {
    await browser.close();
  }
});

test('every answer says that no page may frame it and that its type is its type', async () => {
  const answers = await Promise.all([
    fetch(`${server.url}/`),
    fetch(`${server.url}/assets/none.js`),
    fetch(`${server.url}/api/health`),
    fetch(`${server.url}/api/nothing`),
    fetch(`${server.url}/hooks/${'x'.repeat(43)}`),
    fetch(hook, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
    fetch(`${server.url}/`, { method: 'POST' }),
  ]);
  for (const { headers, url, status } of answers) {
    expect([url, status, headers.get('content-security-policy')]).toEqual([
      url,
      status,
      expect.stringContaining("frame-ancestors 'none'"),
    ]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('a viewer sees no address that starts runs', async () => {
  await connection(server, 'issues', 'jira', { site: 'https://a.example.com', email: 'a@b.c', apiToken: 'token' });
  const { token } = await server.api<{ token: string }>('POST', '/api/tokens', { name: 'looks', role: 'viewer' });
  for (const path of ['/api/flows/taken', '/api/connections/issues', '/api/connections']) {
    const answer = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect([answer.status, await answer.text()]).toEqual([200, expect.not.stringContaining('/hooks/')]);
  }
});
