import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runError } from '#flows/history/run-error.ts';
import { stopRun } from '#functions/runs/end-run.ts';
import { executionArn } from '#functions/runs/execution-arn.ts';
import { startManualRun } from '#functions/runs/start-manual-run.ts';
import { leaseTime } from '#functions/store/lease.ts';
import { claimRun, getRun, queueRun, type Run, runId } from '#functions/store/run.ts';
import { listRuns } from '#functions/store/run-list.ts';
import { listPlace } from '#functions/store/table/hours.ts';
import { weekOf } from '#functions/store/week.ts';
import { startFunctions } from '#test/support/functions.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { ledger } from './ledger.ts';
import { statusChanged } from './status-change.ts';
import { sweep } from './sweep.ts';

let millrace: Awaited<ReturnType<typeof startFunctions>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  [millrace, receiver] = await Promise.all([startFunctions(), startReceiver()]);
});
afterAll(async () => {
  await millrace.stop();
  await receiver.close();
});

const flow = (id: string, steps: string, more = '') => `
id: ${id}
name: ${id}
${more}
trigger: { use: core.webhook }
steps:
  ${steps}`;
const call = (path: string) =>
  `- { id: call, use: http.request, with: { url: "${receiver.url}${path}" }, retry: "off" }`;

async function post(key: string): Promise<string> {
  return JSON.parse((await millrace.post(key, '{}')).body).event;
}

describe.each(['express', 'standard'])('the end of a run of type %s', (type) => {
  const id = (name: string) => `${name}-${type}`;
  const pinned = `type: ${type}`;

  it('that succeeds carries the output', async () => {
    const steps = '- { id: done, stop: succeeded, output: { n: 1 } }';
    const { key, type: chosen } = await millrace.publish(flow(id('good'), steps, pinned));
    expect(chosen).toBe(type.toUpperCase());
    const run = await millrace.ended(id('good'), await post(key));
    expect(run).toMatchObject({ status: 'succeeded', output: { n: 1 } });
    await expect
      .poll(async () => (await weekOf(id('good'), Date.now())).at(-1))
      .toMatchObject({ succeeded: 1, failed: 0 });
  });

  it('that succeeds although calls in it failed tells how many, in lists and in the figures of the flow', async () => {
    receiver.answerWith((request) => ({ status: request.path.startsWith('/bad') ? 404 : 200, body: 'so' }));
    const steps = `- { id: one, use: http.request, with: { url: "${receiver.url}/bad/1" }, retry: "off", onError: continue }
  - id: two
    forEach: "{{ [1, 2, 3] }}"
    onItemError: continue
    do:
      - { id: each, use: http.request, with: { url: "{{ '${receiver.url}/' & ($item = 3 ? 'good' : 'bad') }}" }, retry: "off" }`;
    const { key } = await millrace.publish(flow(id('handles'), steps, pinned));
    const run = await millrace.ended(id('handles'), await post(key));
    expect(run).toMatchObject({ status: 'succeeded', handled: 3 });
    await expect
      .poll(async () => (await weekOf(id('handles'), Date.now())).at(-1))
      .toMatchObject({ succeeded: 1, failed: 0, handled: 1 });
    const listed = await listRuns({ flow: id('handles'), handled: true, limit: 10 });
    expect(listed.items).toMatchObject([{ id: run.id, status: 'succeeded', handled: 3 }]);
  });

  it('that succeeds after a call was tried again tells of no failure', async () => {
    let calls = 0;
    receiver.answerWith(() => ({ status: calls++ === 0 ? 503 : 200, body: 'so' }));
    const steps = `- { id: one, use: http.request, with: { url: "${receiver.url}/again" }, retry: { attempts: 2, first: 1s } }`;
    const { key } = await millrace.publish(flow(id('again'), steps, pinned));
    const run = await millrace.ended(id('again'), await post(key));
    expect(calls).toBe(2);
    expect([run.status, run.handled]).toEqual(['succeeded', undefined]);
    expect((await listRuns({ flow: id('again'), handled: true, limit: 10 })).items).toEqual([]);
  });

  it('that fails names error, step and path', async () => {
    receiver.answerWith(() => ({ status: 404, body: 'no such thing' }));
    const steps = `- id: loop
    forEach: "{{ [1, 2] }}"
    as: item
    do:
      ${call('/x')}`;
    const { key } = await millrace.publish(flow(id('bad'), steps, pinned));
    const run = await millrace.ended(id('bad'), await post(key));
    expect(run).toMatchObject({
      status: 'failed',
      error: { code: 'NotFound', message: `GET ${receiver.url}/x answered 404: no such thing`, step: 'call' },
    });
    expect(run.error?.path).toMatch(/^loop\[[01]\]\/call$/);
    await expect
      .poll(async () => (await weekOf(id('bad'), Date.now())).at(-1))
      .toMatchObject({ succeeded: 0, failed: 1 });
    expect((await listRuns({ flow: id('bad'), status: 'failed', limit: 5 })).items).toMatchObject([{ id: run.id }]);
  });

  it('that stops itself as failed carries its message', async () => {
    const steps = '- { id: no, stop: failed, message: "Not today" }';
    const { key } = await millrace.publish(flow(id('no'), steps, pinned));
    const run = await millrace.ended(id('no'), await post(key));
    expect(run).toMatchObject({ status: 'failed', error: { message: 'Not today', step: 'no' } });
  });
});

describe('a run that a person starts', () => {
  it('runs with the given data, whatever the conditions', async () => {
    await millrace.publish(flow('manual', '- { id: done, stop: succeeded, output: "{{ $trigger }}" }'));
    await millrace.api('POST', '/api/flows/manual/pause');
    const id = (await startManualRun('manual', { hello: 'you' }, Date.now(), { causedBy: 'r1' })) as string;
    const run = await getRun(id);
    expect(run).toMatchObject({ flow: 'manual', trigger: 'core.manual', causedBy: 'r1' });
    const ended = await millrace.ended('manual', run?.event as string);
    expect(ended).toMatchObject({ status: 'succeeded', output: { hello: 'you' } });
  });

  it.each(['express', 'standard'])('of type %s is started once for each name, however long it takes', async (type) => {
    await millrace.publish(flow(`named-${type}`, '- { id: pause, wait: { for: 2s } }', `type: ${type}`));
    const now = Date.now();
    const again = (at: number) => startManualRun(`named-${type}`, {}, at, { once: 'again' });
    const id = (await again(now)) as string;
    expect(await again(now + leaseTime + 1)).toBeUndefined();
    expect(millrace.executions(id)).toBe(1);
  });

  it('is none where the flow is not published', async () => {
    expect(await startManualRun('nobody', {}, Date.now())).toBeUndefined();
  });
});

describe('a run that a person stops', () => {
  it.each([
    ['express', '1s', 'stopped'],
    ['standard', '1h', 'stopped'],
  ])('of type %s calls nothing more', async (type, pause, status) => {
    receiver.received.length = 0;
    const steps = `- { id: pause, wait: { for: ${pause} } }
  ${call('/never')}`;
    const { key } = await millrace.publish(flow(`stops-${type}`, steps, `type: ${type}`));
    const event = await post(key);
    const id = runId(`stops-${type}`, event);
    await expect.poll(() => getRun(id)).toBeTruthy();
    expect(await stopRun(id, Date.now())).toBe(true);
    expect(await stopRun(id, Date.now())).toBe(false);
    expect(await getRun(id)).toMatchObject({ status });
    if (type === 'express') await new Promise((later) => setTimeout(later, 1300));
    expect(receiver.received).toHaveLength(0);
    expect((await getRun(id))?.status).toBe('stopped');
  });
});

describe('the sweeper', () => {
  const now = Date.now();
  const claimed = async (
    name: string,
    type: Run['type'],
    at: number,
    machine = `${name}-${type.toLowerCase()}`,
    repeated: 'byQueue' | 'byNobody' = 'byQueue',
  ) => {
    const event = `core:${name}:swept`;
    const startedAt = new Date(at).toISOString();
    const run: Run = {
      id: runId(name, event),
      flow: name,
      flowName: name,
      version: 1,
      status: 'running',
      startedAt,
      event,
      eventAt: startedAt,
      trigger: 'core.webhook',
      machine: `arn:aws:states:us-east-1:000000000000:stateMachine:${machine}:1`,
      type,
      deadline: 60,
      data: {},
    };
    await claimRun(run, 'd', await listPlace('runs')(name, startedAt), at, repeated);
    return run;
  };
  const done = '- { id: done, stop: succeeded, output: 1 }';

  it('leaves runs alone that have time', async () => {
    const run = await claimed('has-time', 'EXPRESS', now);
    await sweep(now + 60_000);
    expect((await getRun(run.id))?.status).toBe('running');
  });

  it.each(['EXPRESS', 'STANDARD'] as const)('starts an overdue %s run of which there is no trace', async (type) => {
    const name = `lost-${type.toLowerCase()}`;
    await millrace.publish(flow(name, done, `type: ${type.toLowerCase()}`));
    const run = await claimed(name, type, now - 3_000_000);
    await sweep(now);
    expect((await millrace.ended(name, run.event)).status).toBe('succeeded');
  });

  it.each(['EXPRESS', 'STANDARD'] as const)(
    'ends a %s run that is so old that its calls are forgotten',
    async (type) => {
      const name = `forgotten-${type.toLowerCase()}`;
      await millrace.publish(flow(name, done, `type: ${type.toLowerCase()}`));
      const run = await claimed(name, type, now - 31 * 86_400_000);
      await sweep(now);
      expect(await getRun(run.id)).toMatchObject({ status: 'timedOut' });
      expect(millrace.executions(run.id)).toBe(0);
    },
  );

  it.each(['EXPRESS', 'STANDARD'] as const)('soon starts a %s run whose starter died before it', async (type) => {
    const name = `starter-dies-${type.toLowerCase()}`;
    await millrace.publish(flow(name, done, `type: ${type.toLowerCase()}`));
    const run = await claimed(name, type, now, undefined, 'byNobody');
    await sweep(now + leaseTime + 31_000);
    expect((await millrace.ended(name, run.event)).status).toBe('succeeded');
  });

  it('lets a STANDARD run go on until its deadline, then ends it and its execution', async () => {
    await millrace.publish(flow('endless', '- { id: pause, wait: { for: 2h } }', 'type: standard'));
    const run = await claimed('endless', 'STANDARD', now, undefined, 'byNobody');
    await sweep(now + leaseTime + 31_000);
    const started = now + leaseTime + 31_000;
    const arn = executionArn(run);
    expect((await millrace.states.DescribeExecution({ executionArn: arn })).status).toBe('RUNNING');
    await sweep(started + 59_000 + 30_000);
    expect((await getRun(run.id))?.status).toBe('running');
    await sweep(started + 61_000 + 30_000);
    expect(await getRun(run.id)).toMatchObject({ status: 'timedOut', error: { code: 'Timeout' } });
    expect((await millrace.states.DescribeExecution({ executionArn: arn })).status).toBe('ABORTED');
    // Word of the stop comes later and changes nothing.
    await statusChanged({ name: run.id, status: 'ABORTED', stopDate: now, output: null });
    expect((await getRun(run.id))?.status).toBe('timedOut');
  });

  it('leaves a STANDARD run alone whose starter lived', async () => {
    await millrace.publish(flow('starter-lives', '- { id: pause, wait: { for: 2h } }', 'type: standard'));
    const id = await startManualRun('starter-lives', {}, now);
    await sweep(now + leaseTime + 31_000);
    await sweep(now + leaseTime + 31_000);
    expect((await getRun(id!))?.status).toBe('running');
    expect(await stopRun(id!, now)).toBe(true);
  });

  it('gives a run up that could not be started in an hour and in ten tries', async () => {
    const run = await claimed('twice', 'EXPRESS', now - 3_000_000, 'nowhere');
    await sweep(now);
    expect((await getRun(run.id))?.status).toBe('queued');
    for (let tries = 0; tries < 9; tries++) await sweep(now + 4_000_000 + tries * 2 * leaseTime);
    expect((await getRun(run.id))?.status).toBe('queued');
    await sweep(now + 5_000_000);
    expect(await getRun(run.id)).toMatchObject({ status: 'failed', error: { code: 'StartFailed' } });
  });

  it('learns from Step Functions how a STANDARD run ended of which no word came', async () => {
    const machine = await millrace.publish(
      flow('unheard', '- { id: no, stop: failed, message: Lost }', 'type: standard'),
    );
    expect(machine.type).toBe('STANDARD');
    // Word of its end comes before there is a record, so nobody heard it.
    const id = runId('unheard', 'core:unheard:swept');
    const { executionArn } = await millrace.states.StartExecution({
      stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:unheard-standard:1',
      name: id,
      input: JSON.stringify({ trigger: {}, run: { id }, flow: { id: 'unheard', version: 1 }, env: {} }),
    });
    const status = async () => (await millrace.states.DescribeExecution({ executionArn })).status;
    await expect.poll(status).toBe('FAILED');
    const run = await claimed('unheard', 'STANDARD', now - 3_000_000);
    await sweep(now);
    expect(await getRun(run.id)).toMatchObject({ status: 'failed', error: { message: 'Lost', step: 'no' } });
  });

  it('starts a run whose start failed', async () => {
    await millrace.publish(flow('queued', done));
    const run = await claimed('queued', 'EXPRESS', now);
    await queueRun(run.id, now);
    await sweep(now + leaseTime + 1);
    expect((await millrace.ended('queued', run.event)).status).toBe('succeeded');
  });
});

it('tells which status changes are to come again', async () => {
  const answer = await ledger({
    Records: [
      { messageId: 'a', body: 'no JSON' },
      { messageId: 'b', body: JSON.stringify({ detail: { name: 'not-ours', status: 'FAILED' } }) },
    ],
  });
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
});

it.each<[string, string | null, string | null, object]>([
  [
    'a function',
    'NotFound',
    JSON.stringify({ errorType: 'NotFound', errorMessage: '{"message":"gone","step":"s"}' }),
    { code: 'NotFound', message: 'gone', step: 's' },
  ],
  [
    'a function of another making',
    'Error',
    JSON.stringify({ errorMessage: 'plain' }),
    { code: 'Error', message: 'plain' },
  ],
  [
    'the machine',
    'Unavailable',
    '{"code":"Unavailable","message":"down","step":"s"}',
    { code: 'Unavailable', message: 'down', step: 's' },
  ],
  [
    'Step Functions',
    'States.QueryEvaluationError',
    "An error occurred while executing the state 'sum.condition' (entered at the event id #4). x",
    {
      code: 'ExpressionFailed',
      message: "An error occurred while executing the state 'sum.condition' (entered at the event id #4). x",
      step: 'sum',
    },
  ],
  ['nobody', null, null, { code: 'Failed', message: '' }],
  ['broken JSON', 'X', '{"message":', { code: 'X', message: '{"message":' }],
])('reads the error of %s', (_name, error, cause, read) => {
  expect(runError(error, cause)).toEqual(read);
});
