import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { bodyTurns } from './body-turns.ts';

const kilobytes = 1024;

test.each([
  ['small ones all at once', Array(40).fill(15), [40]],
  ['large ones a few in a turn, in their order', Array(10).fill(250), [2, 4, 6, 8, 10]],
  ['one that is larger than a turn by itself', [1000, 1000, 20], [1, 2, 3]],
])('%s', async (_, sizes: number[], after: number[]) => {
  const take = bodyTurns();
  const handed: number[] = [];
  for (const [index, size] of sizes.entries()) {
    const wait = take(size * kilobytes);
    if (wait) void wait.then(() => handed.push(index));
    else handed.push(index);
  }
  for (const count of after) {
    expect(handed).toHaveLength(count);
    await turn();
  }
  expect(handed).toEqual(sizes.map((_, index) => index));
});

test('a small one goes before large ones that wait', () => {
  const take = bodyTurns();
  const waits = [500, 500, 1].map((size) => take(size * kilobytes) !== undefined);
  expect(waits).toEqual([false, true, false]);
});
