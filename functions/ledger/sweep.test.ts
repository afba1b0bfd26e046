import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Clients, client, provideClients } from '#functions/aws/clients.ts';
import { stopRun } from '#functions/runs/end-run.ts';
import { executionArn } from '#functions/runs/execution-arn.ts';
import { turnGate } from '#functions/runs/pass-gate.ts';
import { startManualRun } from '#functions/runs/start-manual-run.ts';
import { answerStep, stepWaits } from '#functions/store/awaited-step.ts';
import { dueFollowUps, putFollowUp } from '#functions/store/follow-up.ts';
import { gateId, holdersOf, leaveLine } from '#functions/store/gate.ts';
import { leaseTime } from '#functions/store/lease.ts';
import {
  claimRun,
  type GatePlace,
  getRun,
  getRunItem,
  type Run,
  type RunItem,
  runId,
  runKey,
  takeLease,
} from '#functions/store/run.ts';
import { settleRun } from '#functions/store/run-end.ts';
import { markStopped } from '#functions/store/stopped-runs.ts';
import { partition } from '#functions/store/table/keys.ts';
import { deleteItem, putItem, transact } from '#functions/store/table/table.ts';
import { startFunctions } from '#test/support/functions.ts';
import { sweep } from './sweep.ts';

let millrace: Awaited<ReturnType<typeof startFunctions>>;

beforeAll(async () => {
  millrace = await startFunctions();
});
afterAll(() => millrace.stop());

/** However busy the machine is. */
const patient = { timeout: 20_000 };
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const far = '9999';
const done = '- { id: done, stop: succeeded, output: 1 }';
const rest = '- { id: pause, wait: { for: 2h } }';
const flow = (id: string, steps: string, more = 'type: standard') => `
id: ${id}
trigger: { use: core.manual }
${more}
steps:
  ${steps}`;

/** Starts a run whose execution waits for hours. */
async function resting(id: string, more?: string): Promise<Run> {
  await millrace.publish(flow(id, rest, more));
  const run = (await getRun((await startManualRun(id, {}, Date.now())) as string)) as Run;
  await expect.poll(() => statusOf(run), patient).toBe('RUNNING');
  return run;
}

const statusOf = async (run: Run) => {
  const asked = millrace.states.DescribeExecution({ executionArn: executionArn(run) });
  return asked.then(
    ({ status }) => status,
    (error: Error) => error.name,
  );
};
const ended = (id: string) => expect.poll(async () => (await getRun(id))?.status, patient).toBe('succeeded');
const longAgo = () => Date.now() - 60_000;
const inMilliseconds = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();

describe('an execution that goes on although its run has ended', () => {
  it.each([
    ['stopped', (id: string) => markStopped(id, longAgo(), { goesOn: true })],
    [
      'timedOut',
      (id: string) => settleRun(id, { status: 'timedOut', endedAt: new Date(longAgo()).toISOString(), goesOn: true }),
    ],
  ])('is stopped where whoever wrote %s died before he stopped it', async (status, end) => {
    const run = await resting(`left-${status.toLowerCase()}`);
    expect(await end(run.id)).toBe('tied');
    expect(await statusOf(run)).toBe('RUNNING');
    await sweep(Date.now());
    expect(await statusOf(run)).toBe('ABORTED');
    expect((await getRun(run.id))?.status).toBe(status);
    expect(await dueFollowUps(far)).not.toContain(run.id);
  });

  it('is stopped although it was started after its run had been stopped', async () => {
    await millrace.publish(flow('late', rest));
    const run = await claimed('late', Date.now());
    expect(await stopRun(run.id, Date.now())).toBe(true);
    const input = JSON.stringify({ trigger: {}, run: { id: run.id }, flow: { id: 'late', version: 1 }, env: {} });
    await millrace.states.StartExecution({ stateMachineArn: run.machine, name: run.id, input });
    await sweep(Date.now() + 31_000);
    expect(await statusOf(run)).toBe('ABORTED');
    expect(await dueFollowUps(far)).not.toContain(run.id);
  });

  it('that never began is not looked for any longer', async () => {
    const run = await claimed('never', Date.now());
    expect(await stopRun(run.id, Date.now())).toBe(true);
    await sweep(Date.now() + 31_000);
    expect(await dueFollowUps(far)).not.toContain(run.id);
  });
});

async function claimed(name: string, at: number, type: Run['type'] = 'STANDARD'): Promise<Run> {
  const event = `core:${name}:swept`;
  const startedAt = new Date(at).toISOString();
  const plain = { flow: name, flowName: name, version: 1, event, eventAt: startedAt, trigger: 'core.manual', data: {} };
  const machine = `arn:aws:states:us-east-1:000000000000:stateMachine:${name}-${type.toLowerCase()}:1`;
  const id = runId(name, event);
  const run: Run = { id, ...plain, status: 'running', startedAt, machine, type, deadline: 86_400 };
  expect(await claimRun(run, 'd', `${name}#list`, at)).toBe('won');
  return run;
}

it.each(['EXPRESS', 'STANDARD'] as const)(
  'a run of type %s is started soon although a sweeper died between its lease and its start',
  async (type) => {
    const name = `leased-${type.toLowerCase()}`;
    await millrace.publish(flow(name, done, `type: ${type.toLowerCase()}`));
    const at = Date.now();
    const run = await claimed(name, at - leaseTime, type);
    expect(await takeLease((await getRunItem(run.id)) as RunItem, at, 'byNobody')).toBe(true);
    await sweep(at + leaseTime + 31_000);
    await ended(run.id);
  },
);

it('an EXPRESS run that a sweeper started is not started again, although it leaves no trace for long', async () => {
  await millrace.publish(flow('traceless', '- { id: pause, wait: { for: 3s } }', 'type: express'));
  const at = Date.now();
  const run = await claimed('traceless', at - leaseTime, 'EXPRESS');
  expect(await takeLease((await getRunItem(run.id)) as RunItem, at, 'byNobody')).toBe(true);
  await sweep(at + leaseTime + 31_000);
  await sweep(at + 2 * leaseTime + 62_000);
  expect(millrace.executions(run.id)).toBe(1);
  await ended(run.id);
});

describe('a run that waits at a gate', () => {
  const limited = 'concurrency: { max: 1 }';

  /** A run under way, and one in line behind it. */
  async function line(id: string): Promise<{ first: Run; next: Run & { gate: GatePlace } }> {
    await millrace.publish(
      flow(id, '- { id: pause, wait: { until: "{{ $trigger.until }}" } }', `type: standard\n${limited}`),
    );
    const first = (await startManualRun(id, { until: inMilliseconds(7_200_000) }, Date.now())) as string;
    await expect.poll(async () => (await getRun(first))?.status, patient).toBe('running');
    const next = (await startManualRun(id, { until: inMilliseconds(0) }, Date.now())) as string;
    expect(await getRun(next)).toMatchObject({ status: 'queued' });
    return { first: (await getRun(first)) as Run, next: (await getRun(next)) as Run & { gate: GatePlace } };
  }

  it('waits on while a run that began late goes on, whenever that was let through', async () => {
    const { first, next } = await line('begins-late');
    await turnGate(next.gate.id, Date.now() + 400 * 86_400_000);
    expect((await getRun(next.id))?.status).toBe('queued');
    expect(await holdersOf(next.gate.id)).toEqual([first.id]);
    for (const { id } of [next, first]) expect(await stopRun(id, Date.now())).toBe(true);
  });

  it('gets its place in the line back', async () => {
    const { first, next } = await line('misplaced');
    await leaveLine(next.gate);
    expect(await stopRun(first.id, Date.now())).toBe(true);
    expect((await getRun(next.id))?.status).toBe('queued');
    await sweep(Date.now() + leaseTime + 1000);
    await ended(next.id);
  });

  it.each([
    ['has ended', (id: string) => putItem({ ...runKey(id), id, status: 'stopped' })],
    ['is gone', (id: string) => deleteItem(runKey(id))],
  ])('goes on although a run that %s holds its place', async (_, end) => {
    const { first, next } = await line(`held-${_.length}`);
    await end(first.id);
    expect(await holdersOf(gateId(next.flow, ''))).toEqual([first.id]);
    await sweep(Date.now() + leaseTime + 1000);
    await ended(next.id);
    await expect.poll(() => holdersOf(gateId(next.flow, '')), patient).toEqual([]);
  });
});

it('what cannot be done for one run keeps no other from its turn', async () => {
  const [bad, good] = [await resting('bad'), await resting('good')];
  for (const { id } of [bad, good]) await markStopped(id, longAgo(), { goesOn: true });
  const real = client('sfn');
  const send = (command: { input: { executionArn?: string } }) => {
    if (command.input.executionArn?.endsWith(bad.id)) throw new Error('not now');
    return real.send(command as never);
  };
  provideClients({ sfn: { send } } as unknown as Partial<Clients>);
  try {
    await expect(sweep(Date.now())).rejects.toThrow('1 runs could not be looked after.');
  } finally {
    provideClients({ sfn: real });
  }
  expect([await statusOf(bad), await statusOf(good)]).toEqual(['RUNNING', 'ABORTED']);
  await sweep(Date.now());
  expect(await statusOf(bad)).toBe('ABORTED');
});

it('what would follow the end of a run is not done while it is open', async () => {
  const run = await resting('open');
  const wait = { pk: partition('wait', 'nothing'), sk: `${run.id}#w` };
  const step = { run: run.id, path: 'w', step: 'w', operation: 'wait nothing', input: {} };
  await transact([...stepWaits(step, { wait }, Date.now()), { put: wait }]);
  await transact([putFollowUp(run.id, new Date(longAgo()).toISOString())]);
  await sweep(Date.now());
  expect(await statusOf(run)).toBe('RUNNING');
  const place = { run: run.id, path: 'w', startedAt: run.startedAt };
  expect(await answerStep(place, { output: 1 }, 'e', run.startedAt)).toMatchObject({ mine: true });
  await stopRun(run.id, Date.now());
});
