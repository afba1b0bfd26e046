import { expect, test } from 'vitest';
import { chaos } from '#test/chaos/chaos.ts';
import { isClean } from '#test/chaos/check.ts';
import { chaosFlows } from '#test/chaos/flows.ts';
import { linkedFlows } from '#test/chaos/linked-flows.ts';

/** The long form is `npm run chaos -- --minutes N --seed S`. */
test('killed again and again on an AWS that misbehaves, nothing is lost, stuck or doubled', {
  timeout: 300_000,
}, async () => {
  const { findings, unexpected, examined, kills, accepted, faults, output } = await chaos({
    seconds: 18,
    rate: 15,
    longestLife: 5,
    seed: 7,
    faults: 0.03,
    patience: 200,
  });
  expect(isClean(findings), `${JSON.stringify(findings, null, 2)}\n${output}`).toBe(true);
  expect([...unexpected, ...examined]).toEqual([]);
  expect(kills).toBeGreaterThan(1);
  expect(faults).toBeGreaterThan(0);
  // One of each flow at least: how many more depends on how long the machine takes to start the server.
  expect(accepted).toBeGreaterThanOrEqual(chaosFlows('').length + linkedFlows('').length);
});
