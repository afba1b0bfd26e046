import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api } from '#functions/contract/api.ts';
import { startServer, type TestServer } from '#test/support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

function tryStart(environment: Record<string, string>) {
  return spawnSync(process.execPath, ['infra/local/start.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...environment },
    encoding: 'utf8',
    timeout: 60_000,
  });
}

describe('the first start', () => {
  test('says where the console is and how to sign in, once', async () => {
    expect(server.output()).toContain(server.url);
    const password = /password:?\s+(\S+)/i.exec(server.output())?.[1];
    expect(password?.length).toBeGreaterThanOrEqual(16);
    const answer = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'admin', password }),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly/i);
    expect(answer.headers.get('set-cookie')).toMatch(/SameSite=Lax/i);
    expect(readFileSync(join(server.data, 'token'), 'utf8').trim()).toBe(server.token);
  });

  test('keeps the data folder and the token to its owner', () => {
    expect(statSync(server.data).mode & 0o777).toBe(0o700);
    expect(statSync(join(server.data, 'token')).mode & 0o777).toBe(0o600);
  });
});

describe('a start that cannot be', () => {
  test('names the locked data folder in one sentence', () => {
    const { status, stderr, stdout } = tryStart({ MILLRACE_DATA: server.data, MILLRACE_PORT: '0' });
    expect(status).toBe(1);
    expect(`${stdout}${stderr}`).toMatch(/in use/);
    expect(`${stdout}${stderr}`.trim().split('\n')).toHaveLength(1);
  });

  test('is told in Chinese where the terminal is', () => {
    const { stderr } = tryStart({ MILLRACE_DATA: server.data, MILLRACE_PORT: '0', LC_ALL: 'zh_CN.UTF-8' });
    expect(stderr).toContain(`数据目录 ${server.data} 正被使用`);
  });

  test('names the busy port in one sentence', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as { port: number };
    const { status, stderr, stdout } = tryStart({
      MILLRACE_DATA: mkdtempSync(join(tmpdir(), 'millrace-busy-')),
      MILLRACE_PORT: String(port),
    });
    holder.close();
    expect(status).toBe(1);
    expect(`${stdout}${stderr}`).toContain(String(port));
    expect(`${stdout}${stderr}`.trim().split('\n')).toHaveLength(1);
  });

  test('names the variable that cannot be used', () => {
    const { status, stderr } = tryStart({ MILLRACE_PORT: 'many' });
    expect(status).toBe(1);
    expect(stderr).toContain('MILLRACE_PORT');
  });
});

test('Ctrl-C drains and ends with success; the next start finds everything and makes no second administrator', async () => {
  const first = await startServer();
  await first.api('PUT', '/api/flows/kept', {
    source: 'id: kept\nname: Kept\ntrigger: { use: core.manual }\nsteps: []\n',
  });
  await first.stop('SIGINT');
  expect(first.process.exitCode).toBe(0);
  const second = await startServer({ data: first.data });
  expect(second.token).toBe(first.token);
  expect(second.output()).not.toMatch(/password/i);
  expect(await second.api('GET', '/api/flows/kept')).toMatchObject({ id: 'kept', name: 'Kept' });
  await second.stop();
});

test('no route but health and sign-in answers a stranger', async () => {
  for (const route of Object.values(api)) {
    const answer = await fetch(`${server.url}${route.path.replace(/\{[^}]+\}/g, 'x')}`, { method: route.method });
    if (route.id === 'health') expect(answer.status).toBe(200);
    else expect([route.id, answer.status]).toEqual([route.id, route.id === 'signIn' ? 400 : 401]);
  }
});
