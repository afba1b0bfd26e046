import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, client, provideClients } from '#functions/aws/clients.ts';
import { sweep } from '#functions/ledger/sweep.ts';
import { leaseTime } from '#functions/store/lease.ts';
import { getRun, type Run, runId } from '#functions/store/run.ts';
import { listVerdicts } from '#functions/store/verdict.ts';
import { startFunctions } from '#test/support/functions.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { dispatcher } from './dispatch.ts';

let millrace: Awaited<ReturnType<typeof startFunctions>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
const dispatch = dispatcher();

beforeAll(async () => {
  millrace = await startFunctions();
  receiver = await startReceiver();
});
afterAll(() => Promise.all([millrace.stop(), receiver.close()]));
afterEach(() => receiver.answerWith(() => ({})));

const flow = (id: string, concurrency: string, type = 'express') => `
id: ${id}
type: ${type}
concurrency: ${concurrency}
trigger: { use: core.webhook }
steps:
  - { id: call, use: http.request, with: { url: "${receiver.url}/${id}", method: POST, body: "{{ $trigger.body }}" } }
  - { id: done, stop: succeeded, output: "{{ $trigger.body.n }}" }`;

const eventOf = (id: string, n: number | string) => `core:${id}:${n}`;

function message(id: string, n: number, customer = 'a') {
  const time = new Date(1_800_000_000_000 + n).toISOString();
  const detail = { id: eventOf(id, n), source: 'core', type: 'core.webhook', time, connection: null, flow: id };
  const data = { body: { n, customer } };
  return { messageId: `${id}-${n}`, body: JSON.stringify({ id: `d-${id}-${n}`, detail: { ...detail, data } }) };
}

const send = (id: string, ...numbers: number[]) => dispatch({ Records: numbers.map((n) => message(id, n)) });
const run = async (id: string, n: number) => (await getRun(runId(id, eventOf(id, n)))) as Run;
const ended = (id: string, n: number) => millrace.ended(id, eventOf(id, n));
const bodies = (id: string) =>
  receiver.received.filter(({ path }) => path === `/${id}`).map(({ body }) => body as { n: number; customer: string });

async function until(holds: () => Promise<unknown> | unknown): Promise<void> {
  for (let i = 0; i < 500; i++) {
    if (await holds()) return;
    await sleep(20);
  }
  throw new Error('It does not come to that.');
}

describe.each(['express', 'standard'])('a %s flow that lets one run be under way', (type) => {
  it('queues the others in the order of their events', async () => {
    const id = `line-${type}`;
    receiver.answerWith(() => ({ after: 60 }));
    await millrace.publish(flow(id, '{ max: 1 }', type));
    await send(id, 3, 1, 2);
    expect((await run(id, 2)).status).toBe('queued');
    expect((await run(id, 3)).status).toBe('queued');
    expect(await millrace.api('GET', `/api/runs/${runId(id, eventOf(id, 3))}`)).toMatchObject({
      status: 'queued',
      line: { ahead: 1, underWay: [runId(id, eventOf(id, 1))] },
    });
    for (const n of [1, 2, 3]) expect((await ended(id, n)).output).toBe(n);
    expect(bodies(id).map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it('goes on when a run fails or a person stops it, also one that waits', async () => {
    const id = `goes-on-${type}`;
    // The first answers long after it was stopped, however busy the machine is.
    const answers: Record<number, { status: number } | { after: number }> = { 1: { after: 5000 }, 3: { status: 400 } };
    receiver.answerWith(({ body }) => answers[(body as { n: number }).n] ?? { after: 150 });
    await millrace.publish(flow(id, '{ max: 1 }', type));
    await send(id, 1, 2, 3, 4);
    await until(() => bodies(id).length === 1);
    await millrace.api('POST', `/api/runs/${runId(id, eventOf(id, 2))}/stop`);
    await millrace.api('POST', `/api/runs/${runId(id, eventOf(id, 1))}/stop`);
    expect((await ended(id, 4)).status).toBe('succeeded');
    expect((await run(id, 3)).status).toBe('failed');
    expect(bodies(id).map(({ n }) => n)).toEqual([1, 3, 4]);
  });

  it('skips what comes meanwhile and says so', async () => {
    const id = `skips-${type}`;
    receiver.answerWith(() => ({ after: 150 }));
    await millrace.publish(flow(id, '{ max: 1, whenFull: skip }', type));
    await send(id, 1);
    await send(id, 2);
    expect(await run(id, 2)).toBeUndefined();
    const { items } = await listVerdicts({ event: eventOf(id, 2), limit: 5 });
    expect(items).toMatchObject([{ outcome: 'rejected', reason: 'full' }]);
    await ended(id, 1);
    await until(async () => {
      await send(id, 3);
      return run(id, 3);
    });
    expect((await ended(id, 3)).status).toBe('succeeded');
    await expect(millrace.api('POST', `/api/flows/${id}/run`, { input: { body: {} } })).resolves.toBeDefined();
    await expect(millrace.api('POST', `/api/flows/${id}/run`, { input: { body: {} } })).rejects.toThrow('409');
  });

  it('replaces the oldest by the newest', async () => {
    const id = `replaces-${type}`;
    // The first answers long after the newest has come, however busy the machine is.
    receiver.answerWith(({ body }) => ({ after: (body as { n: number }).n === 1 ? 5000 : 50 }));
    await millrace.publish(flow(id, '{ max: 1, whenFull: replace }', type));
    await send(id, 1);
    await until(() => bodies(id).length === 1);
    await send(id, 2, 3);
    expect((await ended(id, 3)).status).toBe('succeeded');
    for (const n of [1, 2]) expect(await run(id, n)).toMatchObject({ status: 'stopped', error: { code: 'Replaced' } });
    expect(bodies(id).map(({ n }) => n)).not.toContain(2);
  });

  it('replaces no run by one whose event is older and was delivered late', async () => {
    const id = `late-${type}`;
    receiver.answerWith(() => ({ after: 300 }));
    await millrace.publish(flow(id, '{ max: 1, whenFull: replace }', type));
    await send(id, 2);
    await until(() => bodies(id).length === 1);
    await send(id, 1);
    expect(await run(id, 1)).toMatchObject({ status: 'stopped', error: { code: 'Replaced' } });
    expect((await ended(id, 2)).status).toBe('succeeded');
  });
});

it('a run that was claimed before its flow had a limit is started by its next delivery', async () => {
  const id = 'limited-later';
  await millrace.publish(flow(id, '{ max: 1 }').replace('concurrency: { max: 1 }\n', ''));
  const real = client('sfn');
  const never = () => new Promise(() => {});
  provideClients({ sfn: { send: never } as unknown as Clients['sfn'] });
  const at = Date.now();
  void dispatcher(() => at - 2 * leaseTime)({ Records: [message(id, 1)] });
  await until(() => run(id, 1));
  provideClients({ sfn: real });
  await millrace.publish(flow(id, '{ max: 1 }'));
  await send(id, 1);
  expect((await ended(id, 1)).output).toBe(1);
});

it('counts a call like any other run', async () => {
  await millrace.publish(flow('called', '{ max: 1 }'));
  const calls = `
id: calls
trigger: { use: core.manual }
steps:
  - id: both
    parallel:
      one: [{ id: first, call: called, with: { body: { n: 1 } }, await: true }]
      two: [{ id: second, call: called, with: { body: { n: 2 } }, await: true }]
  - { id: done, stop: succeeded, output: "{{ [$both.one.output, $both.two.output] }}" }`;
  await millrace.publish(calls);
  const { run: id } = await millrace.api('POST', '/api/flows/calls/run', { input: {} });
  await until(async () => (await getRun(id))?.endedAt);
  expect(await getRun(id)).toMatchObject({ status: 'succeeded', output: [1, 2] });
});

describe('bursts and kills', () => {
  const all = ['dynamodb', 'sfn'] as const;

  /** Cuts calls of the clients off at random, before or after they had their effect, as the death of a process does. */
  function cutting(probability: number, random: () => number): () => void {
    const real = Object.fromEntries(all.map((name) => [name, client(name)])) as Pick<Clients, 'dynamodb' | 'sfn'>;
    for (const name of all) {
      const whole = real[name] as { send(command: unknown): Promise<unknown> };
      const cut = () => {
        if (random() < probability) throw Object.assign(new Error('killed'), { name: 'Killed' });
      };
      const send = async (command: unknown) => {
        cut();
        const answer = await whole.send(command);
        cut();
        return answer;
      };
      provideClients({ [name]: { send } } as never);
    }
    return () => provideClients(real);
  }

  it('never let too many be under way, keep the order of each key and leave no run behind', async () => {
    let round = 0;
    const scenario = fc.record({
      max: fc.integer({ min: 1, max: 3 }),
      customers: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 5, maxLength: 25 }),
      probability: fc.constantFrom(0, 0.05, 0.2),
      seed: fc.integer({ min: 1, max: 1_000_000 }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ max, customers, probability, seed }) => {
        const id = `burst-${round++}`;
        await millrace.publish(flow(id, `{ max: ${max}, key: "{{ $trigger.body.customer }}" }`));
        const under = new Map<string, number>();
        const most = new Map<string, number>();
        receiver.answerWith(({ body, path }) => {
          if (path !== `/${id}`) return {};
          const { customer } = body as { customer: string };
          const now = (under.get(customer) ?? 0) + 1;
          under.set(customer, now);
          most.set(customer, Math.max(most.get(customer) ?? 0, now));
          setTimeout(() => under.set(customer, (under.get(customer) ?? 0) - 1), 5);
          return { after: 6 };
        });
        let state = seed;
        const random = () => {
          state = (state * 48_271) % 2_147_483_647;
          return state / 2_147_483_647;
        };
        let left = customers.map((customer, n) => message(id, n, customer));
        const heal = cutting(probability, random);
        try {
          for (let i = 0; i < 8 && left.length > 0; i++) left = await deliver(left);
        } finally {
          heal();
        }
        while (left.length > 0) left = await deliver(left);
        await until(async () => {
          const runs = await Promise.all(customers.map((_, n) => run(id, n)));
          if (runs.every((each) => each?.endedAt)) return true;
          await sweep(Date.now() + 45_000);
          return false;
        });
        // A call that is cut off too often fails its step; the run has ended all the same.
        if (probability === 0)
          for (const [n] of customers.entries()) expect((await run(id, n)).status).toBe('succeeded');
        for (const [customer, count] of most) expect(count, customer).toBeLessThanOrEqual(max);
        const seen = new Map<string, number[]>();
        for (const { customer, n } of bodies(id)) seen.set(customer, [...(seen.get(customer) ?? []), n]);
        // With room for one, the first sight of each is in the order of the events that waited together.
        if (max === 1 && probability === 0)
          for (const order of seen.values()) expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
      { numRuns: 8, seed: 7, endOnFailure: true },
    );
  }, 120_000);

  async function deliver(records: ReturnType<typeof message>[]): Promise<ReturnType<typeof message>[]> {
    try {
      const { batchItemFailures } = await dispatch({ Records: records });
      const again = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      return records.filter(({ messageId }) => again.has(messageId));
    } catch {
      return records;
    }
  }
});
