import { expect, test } from 'vitest';
import { planOf, presetOf, presets } from './presets.ts';
import { type Plan, readPlan, withPlan } from './schedule-plan.ts';

const before: (Plan | undefined)[] = [
  undefined,
  { kind: 'week', weekdays: [1, 3], hours: [8, 17], minute: 30 },
  { kind: 'month', days: [15], hours: [7], minute: 5 },
  { kind: 'every', count: 2, unit: 'hour' },
  { kind: 'once', at: '2026-12-24T09:00:00' },
  { kind: 'cron', pattern: '*/5 8-18 * * *' },
];

test.each(before)('after %o each preset is one when it is written', (plan) => {
  for (const preset of presets) {
    const settings = withPlan(preset === 'working' ? { holidays: 'skip' } : {}, planOf(preset, plan));
    const read = readPlan(settings)!;
    // Days that were chosen, and a pattern, may say what another preset says.
    if (preset !== 'cron') expect(presetOf(read, settings)).toBe(preset);
  }
});

test('times of day stay when other days are chosen', () => {
  expect(planOf('monthly', before[1])).toMatchObject({ hours: [8, 17], minute: 30 });
  expect(planOf('daily', before[2])).toMatchObject({ hours: [7], minute: 5 });
  expect(planOf('cron', before[1])).toEqual({ kind: 'cron', pattern: '30 8,17 * * 1,3' });
});
