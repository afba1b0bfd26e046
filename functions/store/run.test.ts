import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, client, provideClients } from '#functions/aws/clients.ts';
import { startTable } from '#test/support/table.ts';
import { leaseTime } from './lease.ts';
import { claimRun, getRun, queueRun, type Run, runId } from './run.ts';
import { settleRun } from './run-end.ts';
import { listRuns } from './run-list.ts';
import { markStopped, stoppedRuns } from './stopped-runs.ts';
import { listPlace } from './table/hours.ts';

let table: Awaited<ReturnType<typeof startTable>>;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const start = Date.parse('2026-11-20T18:00:00.000Z');

function run(flow: string, event: string, at: number): Run {
  return {
    id: runId(flow, event),
    flow,
    flowName: `Flow ${flow}`,
    version: 3,
    status: 'running',
    startedAt: new Date(at).toISOString(),
    event,
    eventAt: new Date(at).toISOString(),
    trigger: 'core.webhook',
    machine: `arn:aws:states:us-east-1:000000000000:stateMachine:${flow}-express:3`,
    type: 'EXPRESS',
    deadline: 240,
    data: { body: { n: 1 }, deep: [[[null]]] },
  };
}

describe('claimRun', () => {
  const place = listPlace('runs');
  const claim = async (r: Run, delivery: string, now: number) =>
    claimRun(r, delivery, await place(r.flow, r.startedAt), now);

  it('lets one of many win, however the event comes again', async () => {
    const r = run('claims', 'core:h:1', start);
    const together = await Promise.all(Array.from({ length: 20 }, () => claim(r, 'd1', start)));
    expect(together.filter((c) => c === 'won')).toHaveLength(1);
    expect(together.filter((c) => c === 'busy')).toHaveLength(19);
    expect(await claim(r, 'd2', start)).toBe('duplicate');
    expect(await claim(r, 'd1', start + leaseTime - 1)).toBe('busy');
    const later = await Promise.all([1, 2, 3].map(() => claim(r, 'd1', start + leaseTime + 1)));
    expect(later.sort()).toEqual(['again', 'busy', 'busy']);
    await settleRun(r.id, { status: 'succeeded', endedAt: r.startedAt, output: { ok: true } });
    expect(await claim(r, 'd1', start + 10 * leaseTime)).toBe('started');
    expect(await claim(r, 'd2', start + 10 * leaseTime)).toBe('duplicate');
    expect(await getRun(r.id)).toEqual({ ...r, status: 'succeeded', endedAt: r.startedAt, output: { ok: true } });
  });

  it('gives a run whose start failed to its next delivery at once', async () => {
    const r = run('claims', 'core:h:2', start);
    await claim(r, 'd1', start);
    await queueRun(r.id, start + 5);
    expect((await getRun(r.id))?.status).toBe('queued');
    expect(await claim(r, 'd1', start + 6)).toBe('again');
    expect((await getRun(r.id))?.status).toBe('running');
  });
});

it('claimRun wins although its answer was lost on its way and the client sent it twice', async () => {
  const real = client('dynamodb');
  const send = async (command: object) => {
    await real.send(command as never);
    return real.send(command as never);
  };
  provideClients({ dynamodb: { send } as unknown as Clients['dynamodb'] });
  const claim = claimRun(run('claims', 'core:h:4', start), 'd1', 'claims#list', start);
  expect(await claim.finally(() => provideClients({ dynamodb: real }))).toBe('won');
});

describe('claimRun after the clock was set back', () => {
  it('gives the run to its next delivery', async () => {
    const r = run('claims', 'core:h:3', start);
    await claimRun(r, 'd1', 'claims#list', start + 7_200_000);
    expect(await claimRun(r, 'd1', 'claims#list', start)).toBe('again');
    expect(await claimRun(r, 'd1', 'claims#list', start - 1000)).toBe('busy');
  });
});

describe('the end of a run', () => {
  it('is written once', async () => {
    const r = run('ends', 'core:h:1', start);
    await claimRun(r, 'd', await listPlace('runs')('ends', r.startedAt), start);
    const ends = await Promise.all([
      settleRun(r.id, { status: 'succeeded', endedAt: r.startedAt }),
      settleRun(r.id, { status: 'failed', endedAt: r.startedAt, error: { code: 'X', message: 'y' } }),
      markStopped(r.id, start),
    ]);
    expect(ends.filter(Boolean)).toHaveLength(1);
    expect(await settleRun('r0000', { status: 'failed', endedAt: r.startedAt })).toBe(false);
  });

  it('keeps an event and an output of 256 KB each', async () => {
    const r = {
      ...run('ends', 'core:h:big', start),
      data: '你'.repeat(85_000),
      conditions: [{ left: 'x'.repeat(20_000) }],
    };
    await claimRun(r, 'd', await listPlace('runs')('ends', r.startedAt), start);
    const output = { text: '好'.repeat(87_000) };
    expect(await settleRun(r.id, { status: 'succeeded', endedAt: r.startedAt, output })).toBe(true);
    expect(await getRun(r.id)).toEqual({ ...r, status: 'succeeded', endedAt: r.startedAt, output });
  });

  it('by stopping is told to connector functions', async () => {
    const r = run('ends', 'core:h:2', start);
    await claimRun(r, 'd', await listPlace('runs')('ends', r.startedAt), start);
    expect(await markStopped(r.id, start)).toBe(true);
    expect((await stoppedRuns()).has(r.id)).toBe(true);
    expect((await getRun(r.id))?.status).toBe('stopped');
    expect(await settleRun(r.id, { status: 'succeeded', endedAt: r.startedAt })).toBe(false);
  });
});

describe('listRuns', () => {
  const hour = 3_600_000;
  const runs: Run[] = [];

  beforeAll(async () => {
    // Two processes with shards of their own, two flows, five hours with a gap between them.
    const places = [listPlace('runs'), listPlace('runs')];
    for (let i = 0; i < 60; i++) {
      const at = start - 100 * hour - Math.floor(i / 12) * 7 * hour - i * 1000;
      const r = run(i % 3 === 0 ? 'list-b' : 'list-a', `core:list:${i}`, at);
      const place = places[i % 2] as (typeof places)[number];
      await claimRun(r, 'd', await place(r.flow, r.startedAt), at);
      if (i % 10 === 1)
        await settleRun(r.id, { status: 'failed', endedAt: r.startedAt, error: { code: 'E', message: 'e' } });
      else if (i % 10 !== 2) await settleRun(r.id, { status: 'succeeded', endedAt: r.startedAt });
      runs.push(r);
    }
  });

  const pages = async (query: Partial<Parameters<typeof listRuns>[0]>) => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listRuns({ limit: 7, ...query, cursor });
      expect(page.items.length).toBeLessThanOrEqual(7);
      found.push(...page.items.map((item) => item.event));
      cursor = page.next;
    } while (cursor);
    return found;
  };
  const events = (keep: (i: number, r: Run) => boolean) => runs.filter((r, i) => keep(i, r)).map((r) => r.event);
  const from = new Date(start - 120 * hour).toISOString();
  const to = new Date(start - 105 * hour).toISOString();

  it.each([
    ['of one flow', { flow: 'list-a' }, (i: number) => i % 3 !== 0],
    ['of the other', { flow: 'list-b' }, (i: number) => i % 3 === 0],
    ['failed of one flow', { flow: 'list-a', status: 'failed' as const }, (i: number) => i % 3 !== 0 && i % 10 === 1],
    [
      'succeeded of one flow',
      { flow: 'list-b', status: 'succeeded' as const },
      (i: number) => i % 3 === 0 && i % 10 !== 1 && i % 10 !== 2,
    ],
    [
      'within bounds',
      { flow: 'list-a', from, to },
      (i: number, r: Run) => i % 3 !== 0 && r.startedAt >= from && r.startedAt <= to,
    ],
    ['of an unknown flow', { flow: 'nobody' }, () => false],
  ])('%s, page by page, newest first', async (_name, query, keep) => {
    expect(await pages(query)).toEqual(events(keep));
  });

  it('of all flows', async () => {
    const found = await pages({});
    expect(found.filter((event) => event.startsWith('core:list:'))).toEqual(events(() => true));
  });

  it('open ones', async () => {
    const found = await pages({ flow: 'list-a', status: 'running' });
    expect(found.sort()).toEqual(events((i) => i % 3 !== 0 && i % 10 === 2).sort());
  });
});
