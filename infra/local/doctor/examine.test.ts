import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startManualRun } from '#functions/runs/start-manual-run.ts';
import { answerStep } from '#functions/store/awaited-step.ts';
import type { Holder } from '#functions/store/decide-gate.ts';
import { putFollowUp, removeFollowUp } from '#functions/store/follow-up.ts';
import { keepPlace, leaveLine } from '#functions/store/gate.ts';
import { type GatePlace, getRun, type Run, runKey } from '#functions/store/run.ts';
import { partition } from '#functions/store/table/keys.ts';
import { getItem, putItem, transact, updateItem } from '#functions/store/table/table.ts';
import type { Key } from '#functions/store/table/table-shape.ts';
import { putWait, removeWait, type Wait, waitKey, waitsFor } from '#functions/store/wait.ts';
import { startFunctions } from '#test/support/functions.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';
import { examine } from './examine.ts';
import type { Finding } from './findings.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Only the sizes of its files are looked at. */
const folder = scratchFolder();
let millrace: Awaited<ReturnType<typeof startFunctions>>;
let inLine: Run & { gate: GatePlace };
let asks: string;
let called: string;
let hears: string;
let wait: Wait;

const flow = (id: string, step: string, more = 'type: standard') => `
id: ${id}
${more}
trigger: { use: core.manual }
steps: [${step}]`;

beforeAll(async () => {
  millrace = await startFunctions();
  const account = { site: 'https://x.atlassian.net', email: 'a@x.com', apiToken: 'token-token' };
  await millrace.connect('jira-main', 'jira', { ...account, webhookSecret: 'secret-secret' });
  const rest = '{ id: pause, wait: { for: 2h } }';
  await millrace.publish(flow('turns', rest, 'type: standard\nconcurrency: { max: 1 }'));
  await millrace.publish(flow('rests', rest));
  await millrace.publish(flow('asks', '{ id: sub, call: rests, await: true }'));
  await millrace.publish(flow('hears', '{ id: reply, wait: { event: jira.issueUpdated, connection: jira-main } }'));
  await start('turns');
  inLine = (await getRun(await start('turns'))) as Run & { gate: GatePlace };
  asks = await start('asks');
  hears = await start('hears');
  await vi.waitFor(async () => expect([await waitsFor(key), await runsOf('rests')].flat()).toHaveLength(2), 20_000);
  const [{ pk, sk, ...plain }] = (await waitsFor(key)) as [Wait & Key];
  wait = plain;
  [called] = (await runsOf('rests')) as [string];
});
afterAll(async () => {
  await millrace.stop();
  folder.remove();
});

const key = 'jira.issueUpdated#jira-main';
const ghost = `r${'0'.repeat(40)}`;
const start = async (id: string) => (await startManualRun(id, {}, Date.now())) as string;
const runsOf = async (id: string) =>
  (await millrace.api('GET', `/api/runs?flow=${id}`)).items.map((run: Run) => run.id) as string[];
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();

/** What a look at the running server finds of what happened before `until`. */
async function found(until: number): Promise<Finding[]> {
  return (await examine(folder.path, millrace.store.database, Date.now(), until)).findings;
}

/** Puts a run among those that hold a place of the gate; returns the way back. */
async function hold(run: string): Promise<() => Promise<void>> {
  const place = { pk: partition('gate', inLine.gate.id), sk: 'gate' };
  const gate = (await getItem<{ held: Holder[] }>(place)) as Key & { held: Holder[] };
  await putItem({ ...gate, held: [...gate.held, { run, until: Date.now() + 60_000 }] });
  return () => putItem(gate);
}

/** Ends a run, and does nothing of what hangs on it. */
async function endAlone(id: string): Promise<() => Promise<void>> {
  const set = { status: 'succeeded', ended: JSON.stringify({ endedAt: ago(0) }) };
  await updateItem(runKey(id), { set });
  return () => updateItem(runKey(id), { set: { status: 'running' }, remove: ['ended'] });
}

async function lineUp(run: string): Promise<() => Promise<void>> {
  const place = { ...inLine.gate, line: `line#0#${run}` };
  await putItem({ pk: partition('gate', place.id), sk: place.line, run, max: 1, whenFull: 'queue', deadline: 60 });
  return () => leaveLine(place);
}

async function wish(run: string): Promise<() => Promise<void>> {
  await transact([putWait({ ...wait, run })]);
  return () => removeWait(waitKey({ ...wait, run }));
}

async function follows(run: string, milliseconds: number): Promise<() => Promise<void>> {
  await transact([putFollowUp(run, ago(milliseconds))]);
  return () => removeFollowUp(run);
}

it('finds nothing wrong with runs that wait, whenever they began', async () => {
  expect(await found(Number.POSITIVE_INFINITY)).toEqual([]);
  const { counts } = await examine(folder.path, millrace.store.database, Date.now(), 0);
  expect(counts.waiting).toEqual({ followUps: 0, underWay: 1, inLine: 1, events: 1, calls: 1 });
});

describe('a look at a running server', () => {
  it.each<[string, () => Promise<() => Promise<unknown>>, () => object[]]>([
    ['a place that is held by nobody', () => hold(ghost), () => [{ kind: 'placeHeld', run: ghost }]],
    ['a place in line of nobody', () => lineUp(ghost), () => [{ kind: 'placeOfNobody', run: ghost }]],
    [
      'a run that waits in no line',
      async () => {
        await leaveLine(inLine.gate);
        return () => keepPlace(inLine);
      },
      () => [{ kind: 'placeLost', run: inLine.id, flow: 'turns' }],
    ],
    ['a wait of nobody', () => wish(ghost), () => [{ kind: 'waitOfNobody', run: ghost, step: 'reply' }]],
    [
      'a step whose wait is lost',
      async () => {
        await removeWait(waitKey(wait));
        return () => transact([putWait(wait)]);
      },
      () => [{ kind: 'stepUnanswered', run: hears, path: 'reply' }],
    ],
    ['late work', () => follows(ghost, 400_000), () => [{ kind: 'followUpLate', run: ghost }]],
    ['no work that is not late', () => follows(ghost, 100_000), () => []],
  ])('finds %s', async (_, plant, expected) => {
    const undo = await plant();
    expect(await found(Date.now())).toMatchObject(expected());
    expect(await found(Date.now())).toHaveLength(expected().length);
    await undo();
    expect(await found(Number.POSITIVE_INFINITY)).toEqual([]);
  });

  it('finds a step whose called run has ended, unless that was just now or is still to be followed up', async () => {
    const undo = await endAlone(called);
    const step = { kind: 'stepUnanswered', run: asks, step: 'sub', path: 'sub' };
    expect(await found(Date.now() + 1)).toContainEqual(step);
    expect(await found(Date.now() - 60_000)).toEqual([]);
    const done = await follows(called, 0);
    expect(await found(Date.now() + 1)).toEqual([]);
    await done();
    await undo();
  });

  it('finds nothing where an ended run is still to be followed up', async () => {
    const undo = await Promise.all([hold(ghost), lineUp(ghost), wish(ghost), follows(ghost, 0)]);
    expect(await found(Date.now())).toEqual([]);
    for (const each of undo) await each();
  });

  it('finds a wait that was answered, unless that was just now', async () => {
    const place = { run: hears, path: wait.path, startedAt: wait.startedAt };
    expect(await answerStep(place, { output: 1 }, 'an-event', ago(0))).toMatchObject({ mine: true });
    expect(await found(Date.now() + 1)).toMatchObject([{ kind: 'waitUnheard', run: hears, step: 'reply' }]);
    expect(await found(Date.now() - 60_000)).toEqual([]);
  });
});
