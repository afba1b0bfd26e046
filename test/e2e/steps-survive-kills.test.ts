import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
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
