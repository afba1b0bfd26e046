import { expect, it } from 'vitest';
import { hashingLane, LaneFull } from './hashing-lane.ts';

/** A lane whose work ends when told; `order` is who was worked for. */
function slowLane() {
  const lane = hashingLane();
  const order: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (of: string, known = false) =>
    lane({ of, known }, () => {
      order.push(of);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const endAll = async () => {
    for (let n = 0; n < 200; n++) {
      ends.shift()?.();
      await new Promise((later) => setImmediate(later));
    }
  };
  return { ask, endAll, order };
}

it('does one piece at a time, callers in turn, known ones first', async () => {
  const { ask, endAll, order } = slowLane();
  const all = [ask('a'), ask('a'), ask('a'), ask('b'), ask('c', true)];
  expect(order).toEqual(['a']);
  await endAll();
  await Promise.all(all);
  expect(order).toEqual(['a', 'c', 'a', 'b', 'a']);
});

it('refuses what would wait too long, of one caller and of all, and never a known one for others', async () => {
  const { ask, endAll, order } = slowLane();
  const own = Array.from({ length: 7 }, () => ask('a'));
  await expect(own[6]).rejects.toThrow(LaneFull);
  const others = Array.from({ length: 40 }, (_, n) => ask(`other ${n}`).catch((error: unknown) => error));
  const known = ask('me', true);
  await endAll();
  expect((await Promise.all(others)).filter((end) => end instanceof LaneFull)).toHaveLength(5);
  await known;
  expect(order).toHaveLength(1 + 5 + 35 + 1);
});

it('goes on after work that failed', async () => {
  const lane = hashingLane();
  await expect(lane({ of: 'a' }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await lane({ of: 'a' }, async () => 7)).toBe(7);
});
