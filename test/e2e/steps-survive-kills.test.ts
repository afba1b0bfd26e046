import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startReceiver } from '#test/support/receiver.ts';
import { startServer, type TestServer } from '#test/support/server.ts';

const flows: Record<string, string> = {
  slow: `
id: slow
concurrency: { max: 1 }
trigger: { use: core.manual }
steps:
  - { id: nap, wait: { for: 2s } }
  - { id: done, stop: succeeded, output: "{{ $trigger.n }}" }
type: standard`,
  asks: `
id: asks
trigger: { use: core.manual }
steps:
  - id: fan
    parallel:
      one: [{ id: first, call: slow, with: { n: 1 }, await: true }]
      two: [{ id: second, call: slow, with: { n: 2 }, await: true }]
  - { id: done, stop: succeeded, output: "{{ [$fan.one.output, $fan.two.output] }}" }`,
};

const asking = (url: string) => `
id: rounds
trigger: { use: core.manual }
steps:
  - id: ready
    repeat: { until: { left: "{{ $ask.body.done }}", op: isTrue }, every: 2s, atMost: 15m }
    do: [{ id: ask, use: http.request, with: { method: POST, url: "${url}" } }]
  - { id: done, stop: succeeded, output: "{{ $ready.body.rounds }}" }`;

interface Shown {
  status: string;
  output?: unknown;
  endedAt?: string;
}

test('calls that are awaited and runs that wait their turn outlive kills of the server', async () => {
  let server: TestServer = await startServer();
  const { data } = server;
  try {
    for (const [id, source] of Object.entries(flows)) {
      await server.api('PUT', `/api/flows/${id}`, { source });
      await server.api('POST', `/api/flows/${id}/publish`, {});
    }
    const { run } = await server.api<{ run: string }>('POST', '/api/flows/asks/run', { input: {} });
    for (const life of [300, 1500]) {
      await pause(life);
      await server.stop('SIGKILL');
      server = await startServer({ data });
    }
    const show = () => server.api<Shown>('GET', `/api/runs/${run}`);
    let shown = await show();
    for (let i = 0; i < 600 && !shown.endedAt; i++) {
      await pause(200);
      shown = await show();
    }
    expect(shown).toMatchObject({ status: 'succeeded', output: [1, 2] });
    const { items } = await server.api<{ items: Shown[] }>('GET', '/api/runs?flow=slow');
    expect(items.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  } finally {
    await server.stop();
  }
}, 180_000);

test('a repeat goes on with the round in which the server was killed', async () => {
  const keys = new Set<unknown>();
  const vendor = await startReceiver(({ headers }) => {
    keys.add(headers['idempotency-key']);
    return { body: { done: keys.size === 5, rounds: keys.size } };
  });
  let server: TestServer = await startServer({ environment: { MILLRACE_ALLOW_ADDRESSES: vendor.host } });
  const { data } = server;
  try {
    await server.api('PUT', '/api/flows/rounds', { source: asking(vendor.url) });
    await server.api('POST', '/api/flows/rounds/publish', {});
    const { run } = await server.api<{ run: string }>('POST', '/api/flows/rounds/run', { input: {} });
    for (const life of [700, 2500]) {
      await pause(life);
      await server.stop('SIGKILL');
      server = await startServer({ data, environment: { MILLRACE_ALLOW_ADDRESSES: vendor.host } });
    }
    const show = () => server.api<Shown & { steps: { path: string; status: string }[] }>('GET', `/api/runs/${run}`);
    let shown = await show();
    for (let i = 0; i < 600 && !shown.endedAt; i++) {
      await pause(200);
      shown = await show();
    }
    expect(shown).toMatchObject({ status: 'succeeded', output: 5 });
    expect(keys.size).toBe(5);
    expect(shown.steps.map(({ path, status }) => `${path} ${status}`)).toEqual([
      'ready succeeded',
      ...[0, 1, 2, 3, 4].map((round) => `ready[${round}]/ask succeeded`),
      'done succeeded',
    ]);
  } finally {
    await server.stop();
    await vendor.close();
  }
}, 180_000);

test('an answer that came early and one that came late outlive kills of the server', async () => {
  const chat = await startReceiver();
  const environment = { MILLRACE_ALLOW_ADDRESSES: chat.host };
  let server: TestServer = await startServer({ environment });
  const { data } = server;
  const port = Number(new URL(server.url).port);
  const killed = async () => {
    await server.stop('SIGKILL');
    server = await startServer({ data, port, environment });
  };
  try {
    const source = `
id: links
trigger: { use: core.manual }
steps:
  - { id: ask, use: http.request, with: { method: POST, url: "${chat.url}", body: ["{{ $run.callbacks.early }}", "{{ $run.callbacks.late }}"] } }
  - { id: nap, wait: { for: 3s } }
  - { id: early, wait: { callback: { timeout: 1h } } }
  - { id: late, wait: { callback: { timeout: 1h } } }
  - { id: done, stop: succeeded, output: ["{{ $early.n }}", "{{ $late.n }}"] }`;
    await server.api('PUT', '/api/flows/links', { source });
    await server.api('POST', '/api/flows/links/publish', {});
    const { run } = await server.api<{ run: string }>('POST', '/api/flows/links/run', { input: {} });
    await expect.poll(() => chat.received.length, { timeout: 10_000 }).toBe(1);
    const [early, late] = chat.received[0]!.body as [string, string];
    const post = (link: string, n: number) =>
      fetch(link, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ n }) });
    expect((await post(early, 1)).status).toBe(200);
    await killed();
    expect((await post(early, 3)).status).toBe(409);
    const show = () => server.api<Shown & { steps: { path: string; status: string }[] }>('GET', `/api/runs/${run}`);
    const waits = async () => (await show()).steps.find(({ path }) => path === 'late')?.status;
    await expect.poll(waits, { timeout: 60_000 }).toBe('running');
    await killed();
    const page = await fetch(late, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('<button');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect((await post(late, 2)).status).toBe(200);
    await killed();
    await expect.poll(async () => (await show()).status, { timeout: 120_000 }).toBe('succeeded');
    expect((await show()).output).toEqual([1, 2]);
  } finally {
    await server.stop();
    await chat.close();
  }
}, 240_000);
