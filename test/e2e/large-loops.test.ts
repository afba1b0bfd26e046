import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish, type RunView } from '#test/support/publish.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { eventually, startServer, type TestServer } from '#test/support/server.ts';

/** As many as a loop may have. */
const items = 10_000;
const concurrency = 40;

interface Shown extends RunView {
  steps: (RunView['steps'][number] & { rounds?: { count: number } })[];
}

const data = mkdtempSync(join(tmpdir(), 'millrace-large-loops-'));
let vendor: Awaited<ReturnType<typeof startReceiver>>;
let server: TestServer;

beforeAll(async () => {
  vendor = await startReceiver(({ path }) =>
    path === '/list'
      ? { body: { rows: Array.from({ length: items }, (_, n) => ({ n, text: 'x'.repeat(100) })) } }
      : { body: { told: Number(path.split('/').at(-1)), more: 'y'.repeat(100) } },
  );
  await start();
}, 60_000);
afterAll(async () => {
  await server.stop();
  await vendor.close();
});

async function start(port?: number): Promise<void> {
  const environment = { MILLRACE_ALLOW_ADDRESSES: vendor.host };
  server = await startServer({ data, environment, ...(port !== undefined && { port }) });
}

const source = (id: string, after: string) => `
id: ${id}
name: ${id}
type: standard
trigger: { use: core.manual }
steps:
  - { id: list, use: http.request, with: { url: "${vendor.url}/list" } }
  - id: rows
    forEach: "{{ $list.body.rows }}"
    as: row
    atMost: ${items}
    concurrency: ${concurrency}
    do:
      - { id: tell, use: http.request, with: { method: POST, url: "${vendor.url}/${id}/{{ $row.n }}", body: "{{ $row }}" } }
${after}`;

/** Calls of a flow's action, by their keys: a number of the item, and how often. */
function callsOf(flow: string): Map<string, { item: string; times: number }> {
  const calls = new Map<string, { item: string; times: number }>();
  for (const { path, headers } of vendor.received) {
    if (!path.startsWith(`/${flow}/`)) continue;
    const key = String(headers['idempotency-key']);
    calls.set(key, { item: path, times: (calls.get(key)?.times ?? 0) + 1 });
  }
  return calls;
}

async function ended(run: string): Promise<Shown> {
  await eventually(async () => {
    const { items: runs } = await server.api<{ items: { id: string; status: string }[] }>('GET', '/api/runs?limit=5');
    return runs.some(({ id, status }) => id === run && status !== 'running') || undefined;
  }, 400);
  return server.api<Shown>('GET', `/api/runs/${run}`);
}

test.each([
  [
    'read',
    '  - { id: total, set: { count: "{{ $count($rows.results) }}", sum: "{{ $sum($rows.results.body.told) }}" } }',
  ],
  ['unread', ''],
])(
  `a loop over ${items} items whose results are %s ends after a kill -9, each item told under one key`,
  async (id, after) => {
    await publish(server, source(id, after));
    const { run } = await server.api<{ run: string }>('POST', `/api/flows/${id}/run`, { input: {} });
    await eventually(() => callsOf(id).size > items / 2 || undefined, 300);
    const port = Number(new URL(server.url).port);
    await server.stop('SIGKILL');
    await start(port);

    const told = await ended(run);
    expect(told.error).toBeUndefined();
    expect(told.status).toBe('succeeded');
    const calls = [...callsOf(id).values()];
    expect(calls).toHaveLength(items);
    expect(new Set(calls.map(({ item }) => item)).size).toBe(items);
    // Only what was under way at the kill comes again.
    expect(calls.filter(({ times }) => times > 1).length).toBeLessThanOrEqual(2 * concurrency);

    expect(told.steps.find(({ path }) => path === 'rows')).toMatchObject({
      status: 'succeeded',
      rounds: { count: items },
    });
    if (after !== '') {
      expect(told.steps.at(-1)!.output).toEqual({ count: items, sum: (items * (items - 1)) / 2 });
    }
    for (const from of [0, items / 2, items - 2]) {
      const page = await server.api<{ rounds: number; steps: Shown['steps']; next?: number }>(
        'GET',
        `/api/runs/${run}/rounds?path=rows&from=${from}&limit=2`,
      );
      expect(page).toMatchObject({ rounds: items });
      expect(page.steps).toMatchObject(
        [from, from + 1].map((n) => ({
          path: `rows[${n}]/tell`,
          status: 'succeeded',
          input: { url: `${vendor.url}/${id}/${n}` },
          output: { body: { told: n } },
        })),
      );
    }
  },
  900_000,
);
