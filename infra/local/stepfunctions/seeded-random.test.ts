import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from './seeded-random.ts';

const seed = fc.tuple(fc.integer(), fc.integer());
const execution = fc.record({ id: fc.nat(2 ** 40), started: fc.nat(2 ** 42) });
const event = fc.nat(25_000);

function numbers(...[seed, execution, event]: Parameters<typeof seededRandom>): number[] {
  return Array.from({ length: 8 }, seededRandom(seed, execution, event));
}

test('gives the same numbers again, from 0 up to 1', () => {
  fc.assert(
    fc.property(seed, execution, event, (...place) => {
      const drawn = numbers(...place);
      expect(numbers(...place)).toEqual(drawn);
      expect(drawn.every((number) => number >= 0 && number < 1)).toBe(true);
    }),
  );
});

test('gives other numbers for another file, execution, start or event', () => {
  fc.assert(
    fc.property(seed, execution, event, ([a, b], { id, started }, n) => {
      const drawn = numbers([a, b], { id, started }, n);
      const others: Parameters<typeof seededRandom>[] = [
        [[a + 1, b], { id, started }, n],
        [[a, b + 1], { id, started }, n],
        [[a, b], { id: id + 1, started }, n],
        [[a, b], { id, started: started + 1 }, n],
        [[a, b], { id, started }, n + 1],
      ];
      for (const other of others) expect(numbers(...other)).not.toEqual(drawn);
    }),
  );
});

test('spreads evenly', () => {
  const tenths = new Array<number>(10).fill(0);
  for (let n = 0; n < 20_000; n++) {
    const drawn = seededRandom([1, 2], { id: n, started: 0 }, 0)();
    tenths[Math.floor(drawn * 10)]! += 1;
  }
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(300);
});
