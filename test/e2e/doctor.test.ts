import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putFollowUp } from '#functions/store/follow-up.ts';
import { leaveLine } from '#functions/store/gate.ts';
import { type GatePlace, getRun, type Run, runKey } from '#functions/store/run.ts';
import { partition } from '#functions/store/table/keys.ts';
import { putItem, transact, updateItem } from '#functions/store/table/table.ts';
import { waitKey, waitsFor } from '#functions/store/wait.ts';
import { millrace } from '#test/support/millrace.ts';
import { connect, publish } from '#test/support/publish.ts';
import { eventually, startServer, type TestServer } from '#test/support/server.ts';
import { withStoppedTable } from '#test/support/stopped-table.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

const connection = {
  site: 'https://x.atlassian.net',
  email: 'a@x.com',
  apiToken: 'token-token',
  webhookSecret: 'secret-secret',
};
const flows = [
  `
id: turns
type: standard
concurrency: { max: 1 }
trigger: { use: core.manual }
steps: [{ id: pause, wait: { until: "{{ $trigger.until }}" } }]`,
  `
id: hears
trigger: { use: core.manual }
steps: [{ id: reply, wait: { event: jira.issueUpdated, connection: jira-main } }]`,
  `
id: rests
trigger: { use: core.manual }
steps: [{ id: pause, wait: { until: "{{ $trigger.until }}" } }]`,
  `
id: asks
trigger: { use: core.manual }
steps:
  - { id: sub, call: rests, with: { until: "{{ $trigger.until }}" }, await: true }
  - { id: done, stop: succeeded, output: "{{ $sub.output }}" }`,
];

const doctor = (...args: string[]) => millrace(['doctor', ...args], { environment: { MILLRACE_DATA: server.data } });
const start = async (flow: string, input: object = {}) =>
  (await server.api<{ run: string }>('POST', `/api/flows/${flow}/run`, { input })).run;
const show = (run: string) => server.api<{ status: string; output?: unknown }>('GET', `/api/runs/${run}`);
const waiting = async () => (await doctor('--json')).json().counts.waiting as Record<string, number>;
const inMilliseconds = (milliseconds: number) => ({ until: new Date(Date.now() + milliseconds).toISOString() });
const ghost = (n: number) => `r${String(n).repeat(40)}`;

/** The end of a run, and nothing of what hangs on it. */
const endAlone = (id: string, status: string, output?: number) =>
  updateItem(runKey(id), {
    set: { status, ended: JSON.stringify({ endedAt: new Date().toISOString() }), output: JSON.stringify(output) },
    remove: ['openPk', 'openSk'],
  });

test('what waits for ever is found, said in both languages, and goes on after a repair', async () => {
  await connect(server, 'jira-main', 'jira', connection);
  for (const flow of flows) await publish(server, flow);
  const holder = await start('turns', inMilliseconds(7_200_000));
  await eventually(async () => (await show(holder)).status === 'running' || undefined);
  const lost = await start('turns', inMilliseconds(0));
  const asks = await start('asks', inMilliseconds(7_200_000));
  const hears = await start('hears');
  const all = { followUps: 0, underWay: 1, inLine: 1, events: 1, calls: 1 };
  await eventually(async () => JSON.stringify(await waiting()) === JSON.stringify(all) || undefined);
  expect((await doctor()).out).toContain('Nothing is wrong.');
  const { items } = await server.api<{ items: { id: string }[] }>('GET', '/api/runs?flow=rests');
  const called = items[0]!.id;
  await server.stop('SIGKILL');
  // A server that was killed leaves nothing that a doctor would have to see to.
  expect((await doctor('--json')).json().findings).toEqual([]);

  await withStoppedTable(server.data, async () => {
    await endAlone(holder, 'stopped');
    const run = (await getRun(lost)) as Run & { gate: GatePlace };
    await leaveLine(run.gate);
    const place = { pk: partition('gate', run.gate.id), sk: 'line#0' };
    await putItem({ ...place, run: ghost(1), max: 1, whenFull: 'queue', deadline: 60 });
    await endAlone(called, 'succeeded', 7);
    const [wait] = await waitsFor('jira.issueUpdated#jira-main');
    expect(wait).toMatchObject({ run: hears });
    await putItem({ ...wait!, ...waitKey(wait!), token: '1.other.other' });
    await putItem({ ...wait!, ...waitKey({ ...wait!, run: ghost(2) }), run: ghost(2) });
    await transact([putFollowUp(ghost(3), new Date(Date.now() - 600_000).toISOString())]);
  });

  const seen = await doctor('--json');
  expect(seen.code).toBe(1);
  const findings = seen.json().findings as { kind: string; run?: string; name?: string }[];
  expect(findings.map(({ kind, run, name }) => `${kind} ${run ?? name}`).sort()).toEqual(
    [
      `executionWithoutRun ${called}`,
      `executionWithoutRun ${holder}`,
      `followUpLate ${ghost(3)}`,
      `placeHeld ${holder}`,
      `placeLost ${lost}`,
      `placeOfNobody ${ghost(1)}`,
      `stepUnanswered ${asks}`,
      `stepUnanswered ${hears}`,
      `waitOfNobody ${ghost(2)}`,
      `waitUnheard ${hears}`,
    ].sort(),
  );
  for (const language of ['en', 'zh']) {
    const { out } = await doctor('--lang', language);
    for (const { run } of findings) if (run) expect(out).toContain(run);
    expect(out).not.toMatch(/\{\w+\}/);
  }

  const treated = (await doctor('--repair', '--json')).json();
  expect(treated.findings).toEqual([]);
  expect(treated.repaired).toHaveLength(findings.length);
  server = await startServer({ data: server.data });
  await eventually(async () => (await show(lost)).status === 'succeeded' || undefined, 60);
  await eventually(async () => (await show(asks)).status === 'succeeded' || undefined, 60);
  expect((await show(asks)).output).toBe(7);
  expect((await show(hears)).status).toBe('running');
  const left = { followUps: 0, underWay: 0, inLine: 0, events: 1, calls: 0 };
  await eventually(async () => JSON.stringify(await waiting()) === JSON.stringify(left) || undefined, 60);
  await server.stop();
  expect((await doctor('--json')).json()).toMatchObject({ findings: [], repaired: [] });
});

test('what waited while a backup was made goes on where it is restored', async () => {
  const { data } = server;
  server = await startServer({ data });
  const folder = mkdtempSync(join(tmpdir(), 'millrace-restored-'));
  const file = join(folder, 'backup.tar');
  // Whoever comes first keeps the others in line until then.
  const soon = inMilliseconds(5000);
  let busy = true;
  const load = (async () => {
    while (busy) for (const flow of ['asks', 'turns']) await start(flow, soon);
  })();
  await eventually(async () => (await waiting()).inLine! > 5 || undefined);
  expect(await millrace(['backup', file], { environment: { MILLRACE_DATA: data } })).toMatchObject({
    code: 0,
    err: '',
  });
  busy = false;
  await load;
  await server.stop('SIGKILL');

  const restored = join(folder, 'data');
  const environment = { MILLRACE_DATA: restored };
  expect(await millrace(['restore', file], { environment })).toMatchObject({ code: 0 });
  expect(await millrace(['doctor', '--repair'], { environment })).toMatchObject({ code: 0 });
  server = await startServer({ data: restored });
  const left = { followUps: 0, underWay: 0, inLine: 0, events: 1, calls: 0 };
  await eventually(async () => JSON.stringify(await waiting()) === JSON.stringify(left) || undefined, 100);
  const counts = async () => (await doctor('--json')).json().counts.runs as Record<string, number>;
  await eventually(async () => (await counts()).running === 1 || undefined, 100);
  expect(await counts()).not.toHaveProperty('failed');
  await server.stop();
  expect((await doctor('--json')).json().findings).toEqual([]);
});
