import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTime, parseTime } from './iso-time.ts';

test('agrees with the platform for any time of four-digit years', () => {
  const time = fc.integer({ min: Date.UTC(100, 0), max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) });
  fc.assert(
    fc.property(time, (ms) => {
      expect(formatTime(ms)).toBe(new Date(ms).toISOString());
      expect(parseTime(formatTime(ms))).toBe(ms);
    }),
  );
});

test.each([
  ['2026-03-14T01:59:00Z', Date.UTC(2026, 2, 14, 1, 59)],
  ['2026-03-14T01:59:00.123456+02:00', Date.UTC(2026, 2, 13, 23, 59, 0, 123)],
  ['2026-03-14T01:59:00-05:30', Date.UTC(2026, 2, 14, 7, 29)],
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ['2026-02-29T00:00:00Z', undefined],
  ['2026-12-05T25:29:29Z', undefined],
  ['2026-12-05 21:29:29Z', undefined],
  ['2026-12-05T21:29:29', undefined],
  ['2026-12-05t21:29:29z', undefined],
  ['2026-13-05T21:29:29Z', undefined],
])('%s is %s', (text, ms) => {
  expect(parseTime(text)).toBe(ms);
});
