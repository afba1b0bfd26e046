import { expect, test } from 'vitest';
import { chaos } from '#test/chaos/chaos.ts';
import { isClean } from '#test/chaos/check.ts';

/** The long form is `npm run chaos -- --minutes N --seed S`. */
test('killed again and again, nothing is lost, stuck or doubled', { timeout: 240_000 }, async () => {
  const { findings, unexpected, examined, kills, accepted, output } = await chaos({
    seconds: 18,
    rate: 15,
    longestLife: 5,
    seed: 7,
    patience: 120,
  });
  expect(isClean(findings), `${JSON.stringify(findings, null, 2)}\n${output}`).toBe(true);
  expect([...unexpected, ...examined]).toEqual([]);
  expect(kills).toBeGreaterThan(1);
  expect(accepted).toBeGreaterThan(50);
});
