import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startVendor, type Vendor } from '#test/chaos/vendor.ts';
import { millrace } from '#test/support/millrace.ts';
import { publish } from '#test/support/publish.ts';
import { eventually, pause, startServer, type TestServer } from '#test/support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-backups-'));
const file = join(folder, 'backup.tar');
let vendor: Vendor;
let server: TestServer;

beforeAll(async () => {
  vendor = await startVendor();
  server = await start();
});
afterAll(async () => {
  await server?.stop();
  await vendor?.close();
});

const start = (data?: string) =>
  startServer({ ...(data !== undefined && { data }), environment: { MILLRACE_ALLOW_ADDRESSES: vendor.host } });
const run = (data: string, ...args: string[]) => millrace(args, { environment: { MILLRACE_DATA: data } });
const flow = (id: string, type: string, wait: string) => `
id: ${id}
name: ${id}
type: ${type}
trigger: { use: core.webhook }
steps:
  - { id: pause, wait: { for: ${wait} } }
  - { id: send, use: http.request, with: { method: POST, url: "${vendor.url}/${id}", body: { n: "{{ $trigger.body.n }}" } } }
`;

async function post(hook: string, n: number): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(hook, { method: 'POST', headers, body: JSON.stringify({ n }) });
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { event: string }).event;
}

const statuses = async () => {
  const { items } = await server.api<{ items: { event: string; status: string }[] }>('GET', '/api/runs?limit=200');
  return new Map(items.map(({ event, status }) => [event, status]));
};

test('a backup of a server at work is restored elsewhere: what was accepted before ends there, once', async () => {
  const hooks: string[] = [];
  for (const [id, type, wait] of [
    ['quick', 'express', '1s'],
    ['slow', 'standard', '3s'],
  ] as const) {
    hooks.push((await publish(server, flow(id, type, wait))).hooks[0]!.url);
  }
  const before: string[] = [];
  for (let n = 100; n < 130; n++) before.push(await post(hooks[n % 2]!, n));
  let busy = true;
  const load = (async () => {
    for (let n = 130; busy; n++) {
      await post(hooks[n % 2]!, n);
      await pause(10);
    }
  })();
  const made = await run(server.data, 'backup', file, '--json');
  busy = false;
  await load;
  expect(made).toMatchObject({ code: 0 });
  expect(made.json()).toMatchObject({ file, table: true, bytes: expect.any(Number) });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await run(server.data, 'backup', file)).err).toContain('exists already');
  expect((await run(server.data, 'backup', join(folder, 'nowhere', 'b.tar'))).err).toContain(
    'cannot be written: there is no such file or folder',
  );
  expect((await run(server.data, 'doctor')).out).toContain('Nothing is wrong.');
  expect((await run(server.data, 'doctor', '--repair')).err).toContain('stop it before repairs');
  await server.stop('SIGKILL');

  const data = join(folder, 'restored');
  expect(await run(data, 'restore', file)).toMatchObject({ code: 0, err: '' });
  expect(await run(data, 'doctor', '--repair')).toMatchObject({ code: 0, err: '' });
  server = await start(data);
  await eventually(async () => {
    const found = await statuses();
    return before.every((event) => found.get(event) === 'succeeded') || undefined;
  }, 90);
  await eventually(
    async () => [...(await statuses()).values()].every((status) => status === 'succeeded') || undefined,
    90,
  );
  expect([...vendor.taken].filter(([, keys]) => keys.size > 1)).toEqual([]);
  await server.stop();
  const healthy = await run(data, 'doctor', '--json');
  expect(healthy.json()).toMatchObject({ findings: [], counts: { flows: 2 } });
  expect(healthy.code).toBe(0);
  const stopped = await run(data, 'backup', join(folder, 'stopped.tar'), '--json');
  expect(stopped.json()).toMatchObject({ table: true });
  expect(await run(join(folder, 'again'), 'restore', join(folder, 'stopped.tar'))).toMatchObject({ code: 0, err: '' });
});

test('what cannot be restored is refused in one sentence, and leaves nothing behind', async () => {
  const target = join(folder, 'nothing');
  const full = join(folder, 'full');
  mkdirSync(full);
  writeFileSync(join(full, 'kept'), 'kept');
  expect((await run(full, 'restore', file)).err).toContain('is not empty');
  const cut = join(folder, 'cut.tar');
  copyFileSync(file, cut);
  truncateSync(cut, Math.floor(statSync(file).size / 2));
  expect((await run(target, 'restore', cut)).err).toContain('damaged or not whole');
  const changed = readFileSync(file);
  changed[Math.floor(changed.length / 2)]! ^= 1;
  writeFileSync(cut, changed);
  expect((await run(target, 'restore', cut)).err).toContain('damaged or not whole');
  writeFileSync(cut, 'x'.repeat(5000));
  expect((await run(target, 'restore', cut)).err).toContain('is no backup');
  expect((await run(target, 'restore', join(folder, 'none.tar'))).err).toContain('cannot be read');
  expect((await run(target, 'doctor', '--lang', 'zh')).err).toContain('没有 Millrace 的数据目录');
});

test('the doctor finds and repairs what does not fit together', async () => {
  server = await start();
  const { data } = server;
  const hook = (await publish(server, flow('long', 'standard', '1h'))).hooks[0]!.url;
  const [lost, unheard, orphan] = [await post(hook, 1), await post(hook, 2), await post(hook, 3)];
  const ids = await eventually(async () => {
    const { items } = await server.api<{ items: { event: string; id: string }[] }>('GET', '/api/runs?limit=200');
    return items.length === 3 ? new Map(items.map(({ event, id }) => [event, id])) : undefined;
  });
  await pause(500);
  await server.stop('SIGKILL');

  const states = new DatabaseSync(join(data, 'millrace.sqlite'));
  states.prepare('DELETE FROM executions WHERE name = ?').run(ids.get(lost)!);
  states
    .prepare("UPDATE executions SET status = 'SUCCEEDED', ended = ?, output = 'null' WHERE name = ?")
    .run(Date.now(), ids.get(unheard)!);
  const stranger = `r${'0'.repeat(40)}`;
  states.prepare('UPDATE executions SET name = ? WHERE name = ?').run(stranger, ids.get(orphan)!);
  states.close();

  const looked = await run(data, 'doctor', '--json');
  expect(looked.code).toBe(1);
  const kinds = (findings: { kind: string }[]) => findings.map(({ kind }) => kind).sort();
  const expected = ['endUntold', 'executionWithoutRun', 'runWithoutExecution', 'runWithoutExecution'];
  expect(kinds(looked.json().findings)).toEqual(expected);
  const treated = await run(data, 'doctor', '--repair', '--json');
  expect(treated.code).toBe(0);
  expect(kinds(treated.json().repaired)).toEqual(expected);

  server = await start(data);
  await eventually(async () => {
    const found = await statuses();
    const right =
      found.get(lost) === 'running' && found.get(orphan) === 'running' && found.get(unheard) === 'succeeded';
    return right || undefined;
  }, 100);
  await server.stop();
  const after = await run(data, 'doctor', '--json');
  expect(after.json()).toMatchObject({
    findings: [],
    counts: { executions: { RUNNING: 2, ABORTED: 1, SUCCEEDED: 1 } },
  });
});
