import { randomUUID } from 'node:crypto';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import { provideClients } from '#functions/aws/clients.ts';
import { claimEffect } from '#functions/store/effect.ts';
import { leaseTime } from '#functions/store/lease.ts';
import { claimRun, getRun, type Run, runId } from '#functions/store/run.ts';
import { listPlace } from '#functions/store/table/hours.ts';
import { listVerdicts } from '#functions/store/verdict.ts';
import { weekOf } from '#functions/store/week.ts';
import { inProcessClient } from '#infra/local/clients/in-process-client.ts';
import { startFunctions } from '#test/support/functions.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { dispatcher } from './dispatch.ts';

let millrace: Awaited<ReturnType<typeof startFunctions>>;
let dispatch: ReturnType<typeof dispatcher>;
let now = Date.now();

beforeAll(async () => {
  millrace = await startFunctions();
  dispatch = dispatcher(() => now);
});
afterAll(() => millrace.stop());

const flow = (id: string, trigger: string, more = '') => `
id: ${id}
name: ${id}
trigger: ${trigger}
steps:
  - { id: done, stop: succeeded, output: { got: "{{ $trigger }}" } }${more}`;

function event(flowId: string, key: string, change: Partial<EventEnvelope> = {}): EventEnvelope {
  return {
    id: `core:${flowId}:${key}`,
    source: 'core',
    type: 'core.webhook',
    time: new Date(now).toISOString(),
    connection: null,
    flow: flowId,
    data: { body: { key } },
    ...change,
  };
}

function message(detail: unknown, delivery: string = randomUUID()) {
  return { messageId: `m-${delivery}`, body: JSON.stringify({ id: delivery, detail }) };
}

const send = (...records: { messageId: string; body: string }[]) => dispatch({ Records: records });
const verdicts = async (id: string) => (await listVerdicts({ event: id, limit: 20 })).items;

describe('a batch', () => {
  it('starts one run for each event, however often the queue brings it', async () => {
    await millrace.publish(flow('batch', '{ use: core.webhook }'));
    const records = Array.from({ length: 20 }, (_, i) => message(event('batch', `e${i}`), `d${i}`));
    expect(await send(...records)).toEqual({ batchItemFailures: [] });
    for (let i = 0; i < 20; i++) await millrace.ended('batch', `core:batch:e${i}`);
    expect(await send(...records)).toEqual({ batchItemFailures: [] });
    expect(await verdicts('core:batch:e3')).toMatchObject([{ outcome: 'started' }]);
    expect((await weekOf('batch', now)).at(-1)).toMatchObject({ succeeded: 20, failed: 0 });
  });

  it('tells of another delivery of the same event', async () => {
    await send(message(event('batch', 'twice'), 'first'));
    await send(message(event('batch', 'twice'), 'second'), message(event('batch', 'twice'), 'third'));
    expect((await verdicts('core:batch:twice')).map(({ outcome }) => outcome).sort()).toEqual(['duplicate', 'started']);
  });

  it('gives back only what cannot be read', async () => {
    const answer = await send(
      { messageId: 'bad', body: '{' },
      { messageId: 'odd', body: '{"id":"x","detail":{}}' },
      message(event('batch', 'good')),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }, { itemIdentifier: 'odd' }] });
    expect((await millrace.ended('batch', 'core:batch:good')).status).toBe('succeeded');
  });

  it('keeps a verdict of an event that nobody listens to', async () => {
    await send(message(event('nobody', 'e', { type: 'jira.issueUpdated', connection: 'jira-main' })));
    expect(await verdicts('core:nobody:e')).toMatchObject([{ outcome: 'unmatched', trigger: 'jira.issueUpdated' }]);
  });
});

describe('a condition', () => {
  it('that fails counts as false and says why; long and secret values are not kept', async () => {
    const when = `{ all: [
      { expr: "{{ $sum($trigger.body.key) > 1 }}" },
      { left: "{{ $trigger.body }}", op: exists },
      { left: "{{ $trigger.body.long }}", op: equals, right: no } ] }`;
    await millrace.publish(flow('picky', `{ use: core.webhook, when: ${when} }`));
    const body = { key: 'text', password: 'hunter2!', long: 'x'.repeat(1000) };
    const record = message(event('picky', 'e', { data: { body } }));
    // Whose expressions take their time comes again.
    while ((await send(record)).batchItemFailures.length > 0);
    const [verdict] = await verdicts('core:picky:e');
    expect(verdict?.outcome).toBe('rejected');
    expect(verdict?.conditions.map(({ path, result }) => [path, result])).toEqual([
      ['when.all[0]', false],
      ['when.all[1]', true],
      ['when.all[2]', false],
    ]);
    expect(verdict?.conditions[0]?.error).toBeTruthy();
    expect(JSON.stringify(verdict)).not.toContain('hunter2');
    expect(JSON.stringify(verdict).length).toBeLessThan(1500);
  });
});

describe('a schedule', () => {
  const firing = (id: string, scheduledAt: string, timeZone: string) =>
    event(id, scheduledAt, { type: 'core.schedule', time: scheduledAt, data: { scheduledAt, timeZone } });

  it('tells the flow its local date and time', async () => {
    const { type } = await millrace.publish(flow('daily', '{ use: core.schedule, with: { cron: "0 9 * * *" } }'));
    expect(type).toBe('EXPRESS');
    await send(message(firing('daily', '2026-11-01T05:30:00Z', 'America/New_York')));
    const run = await millrace.ended('daily', 'core:daily:2026-11-01T05:30:00Z');
    expect(run.data).toEqual({
      scheduledAt: '2026-11-01T05:30:00Z',
      timeZone: 'America/New_York',
      localDate: '2026-11-01',
      localTime: '01:30',
    });
  });

  it('is silent on holidays where the flow says so', async () => {
    await millrace.api('PUT', '/api/settings', { timeZone: 'UTC', holidays: ['2026-12-25'], env: {}, revision: 0 });
    const withHolidays = '{ use: core.schedule, with: { cron: "0 9 * * *", holidays: skip } }';
    await millrace.publish(flow('rests', withHolidays));
    // Midnight of the 26th in London is still the 25th in New York.
    await send(message(firing('rests', '2026-12-26T03:00:00Z', 'America/New_York')));
    await send(message(firing('rests', '2026-12-26T03:00:01Z', 'Europe/London')));
    expect(await verdicts('core:rests:2026-12-26T03:00:00Z')).toMatchObject([
      { outcome: 'rejected', reason: 'holiday' },
    ]);
    expect(await verdicts('core:rests:2026-12-26T03:00:01Z')).toMatchObject([{ outcome: 'started' }]);
  });
});

describe('a claimant that dies', () => {
  const claimed = async (id: string, key: string, delivery: string) => {
    const e = event(id, key);
    const startedAt = new Date(now).toISOString();
    const run: Run = {
      id: runId(id, e.id),
      flow: id,
      flowName: id,
      version: 1,
      status: 'running',
      startedAt,
      event: e.id,
      eventAt: e.time,
      trigger: e.type,
      machine: `arn:aws:states:us-east-1:000000000000:stateMachine:${id}-express:1`,
      type: 'EXPRESS',
      deadline: 240,
      data: e.data,
    };
    await claimRun(run, delivery, await listPlace('runs')(id, startedAt), now);
    return message(e, delivery);
  };

  it('before the start leaves the run to the next delivery, after its lease', async () => {
    await millrace.publish(flow('dies', '{ use: core.webhook }'));
    const again = await claimed('dies', 'e', 'd');
    expect((await send(again)).batchItemFailures).toHaveLength(1);
    now += leaseTime + 1;
    expect((await send(again)).batchItemFailures).toHaveLength(0);
    expect((await millrace.ended('dies', 'core:dies:e')).status).toBe('succeeded');
  });

  it('after the start of an EXPRESS run leaves it to that start: it has left a trace', async () => {
    await millrace.publish(flow('died', '{ use: core.webhook }'));
    const again = await claimed('died', 'e', 'd');
    const run = runId('died', 'core:died:e');
    await claimEffect({ run, path: 'call', step: 'call', operation: 'http.request' }, now);
    now += leaseTime + 1;
    expect((await send(again)).batchItemFailures).toHaveLength(0);
    expect(await getRun(run)).toMatchObject({ status: 'running' });
    expect(millrace.executions(run)).toBe(0);
  });

  it('in the middle of an action leaves the action to the run, however short its time', {
    timeout: 60_000,
  }, async () => {
    const receiver = await startReceiver();
    const action = `\n  - { id: call, use: http.request, with: { url: "${receiver.url}" }, timeout: 1s, retry: off }`;
    await millrace.publish(flow('short', '{ use: core.webhook }').replace('\nsteps:', `\nsteps:${action}`));
    const run = runId('short', 'core:short:e');
    // As a server leaves it that was killed: nobody renews this claim.
    await claimEffect({ run, path: 'call', step: 'call', operation: 'http.request' }, Date.now());
    await send(message(event('short', 'e')));
    const shown = await millrace.ended('short', 'core:short:e', 50);
    await receiver.close();
    expect(shown.status).toBe('succeeded');
    expect(receiver.received).toHaveLength(1);
  });
});

describe('a start that fails', () => {
  it('leaves the run queued, and the next delivery starts it', async () => {
    await millrace.publish(flow('waits', '{ use: core.webhook }'));
    // The embedded Step Functions never throttles, AWS does.
    const throttled = mockClient(new SFNClient({ region: 'us-east-1' }));
    throttled.on(StartExecutionCommand).rejects(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
    provideClients({ sfn: { send: throttled.send } as never });
    const first = message(event('waits', 'e'), 'd');
    expect((await send(first)).batchItemFailures).toHaveLength(1);
    expect((await getRun(runId('waits', 'core:waits:e')))?.status).toBe('queued');
    expect(await verdicts('core:waits:e')).toMatchObject([{ outcome: 'failed', reason: 'startFailed' }]);
    provideClients({ sfn: inProcessClient(millrace.states) as never });
    expect((await send(first)).batchItemFailures).toHaveLength(0);
    expect((await millrace.ended('waits', 'core:waits:e')).status).toBe('succeeded');
  });

  it('is final when the event is too large for an execution', async () => {
    await send(message(event('waits', 'big', { data: 'x'.repeat(262_000) })));
    expect(await getRun(runId('waits', 'core:waits:big'))).toMatchObject({
      status: 'failed',
      error: { code: 'EventTooLarge' },
    });
  });
});
