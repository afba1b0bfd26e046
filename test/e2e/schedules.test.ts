import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish, type RunView } from '#test/support/publish.ts';
import { eventually, pause, startServer, type TestServer } from '#test/support/server.ts';

const data = mkdtempSync(join(tmpdir(), 'millrace-schedules-'));
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ data });
});
afterAll(() => server?.stop());

/** Local time in UTC, as `at` wants it, so many seconds from now. */
function at(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19);
}

const once = (id: string, when: string, missed = 'once') => `
id: ${id}
name: Once
trigger: { use: core.schedule, with: { at: "${when}", timeZone: UTC, missed: ${missed} } }
steps:
  - { id: done, stop: succeeded, output: { at: "{{ $trigger.scheduledAt }}" } }
`;

const runs = async (flow: string) =>
  (await server.api<{ items: (RunView & { startedAt: string })[] }>('GET', `/api/runs?flow=${flow}`)).items;

test('two flows of the same second both run, within a second of their time', async () => {
  const when = at(5);
  await publish(server, once('first', when));
  await publish(server, once('second', when));
  const { items } = await server.api<{ items: { flow: string; at: string }[] }>('GET', '/api/upcoming');
  expect(items.map((item) => item.flow).sort()).toEqual(['first', 'second']);
  for (const flow of ['first', 'second']) {
    const [run] = await eventually(async () => ((await runs(flow)).length > 0 ? runs(flow) : undefined));
    expect(Math.abs(Date.parse(run!.startedAt) - Date.parse(`${when}Z`))).toBeLessThan(1000);
  }
  await pause(1500);
  expect([(await runs('first')).length, (await runs('second')).length]).toEqual([1, 1]);
});

test('a slot missed while the server was down fires once, or is skipped as the flow says', async () => {
  const when = at(3);
  await publish(server, once('makes-up', when));
  await publish(server, once('leaves-out', at(-120 + 123), 'skip'));
  await publish(server, once('later', at(3600)));
  await server.stop('SIGKILL');
  await pause(4000);
  server = await startServer({ data });
  const [run] = await eventually(async () => ((await runs('makes-up')).length > 0 ? runs('makes-up') : undefined));
  expect(run!.status).not.toBe('failed');
  await pause(1500);
  expect(await runs('makes-up')).toHaveLength(1);
  expect(await runs('later')).toHaveLength(0);
});
