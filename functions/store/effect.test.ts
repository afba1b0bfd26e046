import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Clients, client, provideClients } from '#functions/aws/clients.ts';
import { startTable } from '#test/support/table.ts';
import { claimEffect, completeEffect, type EffectClaimed, getEffects, renewClaim } from './effect.ts';
import { leaseTime } from './lease.ts';

let table: Awaited<ReturnType<typeof startTable>>;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const now = Date.parse('2026-11-20T18:00:00.000Z');
const at = (ms: number) => new Date(now + ms).toISOString();
const id = (path: string) => ({ run: 'r1', path, step: 'tell', operation: 'http.request' });

function claimOf(claimed: EffectClaimed) {
  if (claimed.state !== 'won') throw new Error(`expected a claim, got ${claimed.state}`);
  return claimed.claim;
}

it('one of many claims wins and its output is what every later one gets', async () => {
  const claims = await Promise.all(Array.from({ length: 10 }, () => claimEffect(id('a'), now)));
  const won = claims.filter((c) => c.state === 'won');
  expect(won).toHaveLength(1);
  expect(claims.filter((c) => c.state === 'busy')).toHaveLength(9);
  await completeEffect(claimOf(won[0] as EffectClaimed), { endedAt: at(5), input: { n: 1 }, output: { ok: [1] } });
  expect(await claimEffect(id('a'), now + 9 * leaseTime)).toEqual({ state: 'done', output: { ok: [1] } });
});

it('a failed action may be claimed again and keeps its tries', async () => {
  const error = { code: 'Unavailable', message: 'no answer' };
  await completeEffect(claimOf(await claimEffect(id('b'), now)), { endedAt: at(5), input: 1, error });
  const again = await claimEffect(id('b'), now + 10);
  expect(again).toMatchObject({ state: 'won', uncertain: false });
  await completeEffect(claimOf(again), { endedAt: at(15), input: 1, output: 2 });
  const effect = (await getEffects('r1')).find(({ path }) => path === 'b');
  expect(effect).toEqual({
    step: 'tell',
    path: 'b',
    operation: 'http.request',
    status: 'succeeded',
    startedAt: at(10),
    endedAt: at(15),
    tries: [
      { startedAt: at(0), endedAt: at(5), error },
      { startedAt: at(10), endedAt: at(15) },
    ],
    input: 1,
    output: 2,
  });
});

it('a claim whose holder fell silent is uncertain, and the silent one can no longer complete it', async () => {
  const lost = claimOf(await claimEffect(id('c'), now));
  expect(await claimEffect(id('c'), now + leaseTime - 1)).toEqual({ state: 'busy' });
  expect(await renewClaim(lost, now + leaseTime - 1)).toBe(true);
  expect(await claimEffect(id('c'), now + leaseTime + 1)).toEqual({ state: 'busy' });
  const next = await claimEffect(id('c'), now + 3 * leaseTime);
  expect(next).toMatchObject({ state: 'won', uncertain: true });
  expect(await completeEffect(lost, { endedAt: at(1), input: null, output: 'late' })).toBe(false);
  expect(await renewClaim(lost, now)).toBe(false);
  expect(await completeEffect(claimOf(next), { endedAt: at(2), input: null, output: 'right' })).toBe(true);
  expect(await claimEffect(id('c'), now)).toEqual({ state: 'done', output: 'right' });
});

it("a claim whose answer was lost on its way is its claimant's, although the client sent it twice", async () => {
  const real = client('dynamodb');
  const send = async (command: object) => {
    await real.send(command as never);
    return real.send(command as never);
  };
  const error = { code: 'Unavailable', message: 'no answer' };
  for (const uncertain of [false, true]) {
    provideClients({ dynamodb: { send } as unknown as Clients['dynamodb'] });
    const claimed = await claimEffect(id('e'), now + (uncertain ? 2 * leaseTime : 0)).finally(() =>
      provideClients({ dynamodb: real }),
    );
    expect(claimed).toMatchObject({ state: 'won', uncertain });
  }
  const last = claimOf(await claimEffect(id('e'), now + 4 * leaseTime));
  expect(await completeEffect(last, { endedAt: at(1), input: null, error })).toBe(true);
});

it('a claim of a time that lies ahead, since the clock was set back, holds up nobody for long', async () => {
  await claimEffect(id('f'), now + 3_600_000);
  expect(await claimEffect(id('f'), now)).toMatchObject({ state: 'won', uncertain: true });
  expect(await claimEffect(id('f'), now - 1000)).toEqual({ state: 'busy' });
});

it('an input too large to keep is kept by its beginning', async () => {
  const input = { text: 'x'.repeat(250_000) };
  await completeEffect(claimOf(await claimEffect(id('d'), now)), {
    endedAt: at(1),
    input,
    output: 'y'.repeat(250_000),
  });
  const effect = (await getEffects('r1')).find(({ path }) => path === 'd');
  expect(effect?.input).toMatchObject({ tooLargeToKeep: true, bytes: 250_011 });
  expect(effect?.output).toHaveLength(250_000);
});
