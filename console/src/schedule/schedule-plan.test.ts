import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cronFault } from '#flows/compiler/2-check/cron-fields.ts';
import { scheduleExpression, type WrittenTime } from '#flows/compiler/trigger/schedule-expression.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { nextFirings } from '#flows/language/schedule-times.ts';
import { type Plan, readPlan, withPlan, writePlan } from './schedule-plan.ts';

const some = (most: number, least = 0) =>
  fc
    .uniqueArray(fc.integer({ min: least, max: most }), { minLength: 1, maxLength: 7 })
    .map((all) => all.sort((a, b) => a - b));
const times = { hours: some(23), minute: fc.integer({ min: 0, max: 59 }) };
const units = { minute: 59, hour: 23, day: 400 } as const;

const plan: fc.Arbitrary<Plan> = fc.oneof(
  fc.record({ kind: fc.constant('week' as const), weekdays: some(6), ...times }),
  fc.record({ kind: fc.constant('month' as const), days: some(31, 1), ...times }),
  fc.constantFrom('minute' as const, 'hour' as const, 'day' as const).chain((unit) =>
    fc.record({
      kind: fc.constant('every' as const),
      count: fc.integer({ min: 1, max: units[unit] }),
      unit: fc.constant(unit),
    }),
  ),
  fc.record({ kind: fc.constant('once' as const), at: fc.constantFrom('2026-12-24T09:00:00', '2027-01-01T00:30:15') }),
  fc
    .constantFrom('*/15 * * * *', '0 9 1 1 *', '0 9 1 * 1', '1 2')
    .map((pattern) => ({ kind: 'cron' as const, pattern })),
);

test('what a person says is read back as it was said', () => {
  fc.assert(
    fc.property(plan, (said) => {
      expect(readPlan(writePlan(said))).toEqual(said);
    }),
  );
});

const zone = 'Asia/Shanghai';
const from = Date.parse('2026-11-28T00:00:00Z');
const firings = (written: JsonObject) => nextFirings(scheduleExpression(written as WrittenTime), zone, from, 40);

const field = (most: number, least = 0) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min: least, max: most }).map(String),
    fc
      .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }))
      .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    some(most, least).map((all) => all.join(',')),
  );

test('a pattern that is read and written again fires at the same times', () => {
  const pattern = fc.tuple(
    field(59),
    field(23),
    field(31, 1),
    field(12, 1),
    fc.oneof(field(7), fc.constantFrom('MON-FRI', 'sat,sun')),
  );
  fc.assert(
    fc.property(pattern, (fields) => {
      const cron = fields.join(' ');
      fc.pre(cronFault(cron) === undefined);
      const read = readPlan({ cron });
      expect(read).toBeDefined();
      expect(firings(writePlan(read!))).toEqual(firings({ cron }));
    }),
  );
});

test.each<[JsonObject, object | undefined]>([
  [{ cron: '30 8 * * 1-5' }, { kind: 'week', weekdays: [1, 2, 3, 4, 5], hours: [8], minute: 30 }],
  [{ cron: '0 9,17 * * mon,WED' }, { kind: 'week', weekdays: [1, 3], hours: [9, 17] }],
  [{ cron: '0 9 * * 5-7' }, { kind: 'week', weekdays: [0, 5, 6] }],
  [{ cron: '0 9 1,15 * *' }, { kind: 'month', days: [1, 15] }],
  [{ cron: '*/5 * * * *' }, { kind: 'cron' }],
  [{ cron: '0 9 * * *', every: '15m' }, undefined],
  [{ every: '1h30m' }, { kind: 'every', count: 90, unit: 'minute' }],
  [{ every: '48h' }, { kind: 'every', count: 2, unit: 'day' }],
  [{ every: '90s' }, undefined],
  [{ at: '2026-12-24T09:00:00' }, { kind: 'once' }],
  [{}, undefined],
])('%j is %o', (written, said) => {
  const read = readPlan(written);
  if (said) expect(read).toMatchObject(said);
  else expect(read).toBeUndefined();
});

test('the other settings stay', () => {
  const settings = { cron: '0 9 * * *', timeZone: 'Asia/Tokyo', missed: 'skip', window: '10m' };
  expect(withPlan(settings, { kind: 'every', count: 2, unit: 'hour' })).toEqual({
    every: '2h',
    timeZone: 'Asia/Tokyo',
    missed: 'skip',
    window: '10m',
  });
});
