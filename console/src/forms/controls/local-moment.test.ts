import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromLocal, toLocal } from './local-moment.ts';

test.each([
  ['2026-12-24T09:00', 'Asia/Shanghai', '2026-12-24T09:00:00+08:00'],
  ['2026-07-01T09:00', 'Europe/Berlin', '2026-07-01T09:00:00+02:00'],
  ['2026-12-24T09:00', 'UTC', '2026-12-24T09:00:00+00:00'],
  ['2026-12-24T09:00', 'America/St_Johns', '2026-12-24T09:00:00-03:30'],
  // Shown twice: the first. In a gap: moved on by it.
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T02:30:00+02:00'],
  ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T03:30:00+02:00'],
  ['', 'UTC', undefined],
  ['2026-12-24T09:00', 'Nowhere/Land', undefined],
])('%s in %s is %s', (local, zone, moment) => {
  expect(fromLocal(local, zone)).toBe(moment);
});

test('what was typed is shown again, in any zone', () => {
  const minutes = fc.integer({ min: 0, max: 50 * 365 * 1440 }).map((minute) => minute * 60_000);
  fc.assert(
    fc.property(minutes, fc.constantFrom('UTC', 'Asia/Shanghai', 'Asia/Kathmandu', 'America/Phoenix'), (at, zone) => {
      const local = new Date(at + 1e12).toISOString().slice(0, 16);
      expect(toLocal(fromLocal(local, zone)!, zone)).toBe(local);
    }),
  );
});
