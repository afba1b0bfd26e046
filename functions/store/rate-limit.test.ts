import { afterAll, beforeAll, expect, test } from 'vitest';
import { client, provideClients } from '#functions/aws/clients.ts';
import { startTable } from '#test/support/table.ts';
import { rateLimit, rateWindow } from './rate-limit.ts';

let table: { stop(): Promise<void> };
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

/** The start of a window, and a name nobody else counts under. */
const start = 1_800_000_000_000;
let names = 0;
const fresh = () => `test ${++names}`;

async function letIn(limit: ReturnType<typeof rateLimit>, key: string, calls: number): Promise<number> {
  let count = 0;
  for (let i = 0; i < calls; i++) if ((await limit(key)) === undefined) count++;
  return count;
}

test('so many are let in over ten seconds, then the wait is told, then there is room again', async () => {
  let now = start + 3000;
  const limit = rateLimit(
    fresh(),
    () => 5,
    () => now,
  );
  expect(await letIn(limit, 'a', 60)).toBe(50);
  expect(await limit('a')).toBe(7000);
  now = start + rateWindow - 1;
  expect(await limit('a')).toBe(1);
  now = start + rateWindow;
  expect(await limit('a')).toBeUndefined();
});

test('a noisy key leaves the others alone', async () => {
  const limit = rateLimit(
    fresh(),
    () => 1,
    () => start,
  );
  expect(await letIn(limit, 'noisy', 1000)).toBe(10);
  expect(await letIn(limit, 'quiet', 10)).toBe(10);
});

test('many processes let in little more than one would', async () => {
  const name = fresh();
  const processes = Array.from({ length: 8 }, () =>
    rateLimit(
      name,
      () => 20,
      () => start,
    ),
  );
  const counts = await Promise.all(processes.map((limit) => letIn(limit, 'a', 100)));
  const all = counts.reduce((sum, count) => sum + count, 0);
  expect(all).toBeGreaterThanOrEqual(200);
  expect(all).toBeLessThanOrEqual(200 + processes.length * 2);
});

test('who calls seldom costs no write, and a store that is away turns nobody away', async () => {
  const tried: unknown[] = [];
  const away = {
    send: async (command: unknown) => {
      tried.push(command);
      throw new Error('away');
    },
  };
  const before = client('dynamodb');
  provideClients({ dynamodb: away as never });
  try {
    const limit = rateLimit(
      fresh(),
      () => 2000,
      () => start,
    );
    expect(await letIn(limit, 'a', 199)).toBe(199);
    expect(tried).toHaveLength(0);
    expect(await letIn(limit, 'a', 201)).toBe(201);
    expect(tried).toHaveLength(2);
  } finally {
    provideClients({ dynamodb: before });
  }
});

test('keys without end take no memory without end: the one seen longest ago is forgotten, a noisy one is not', async () => {
  const limit = rateLimit(
    fresh(),
    () => 100,
    () => start,
  );
  expect(await letIn(limit, 'once', 1001)).toBe(1000);
  expect(await letIn(limit, 'noisy', 1001)).toBe(1000);
  for (let i = 0; i < 10_000; i++) {
    await limit(`other ${i}`);
    if (i % 100 === 0) expect(await limit('noisy')).toBe(rateWindow);
  }
  expect(await limit('once')).toBeUndefined();
});
