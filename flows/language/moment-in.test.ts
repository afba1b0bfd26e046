import { expect, test } from 'vitest';
import { momentIn, namedMoment } from './moment-in.ts';

test.each([
  ['2026-11-27T00:30:00.000Z', 'Asia/Shanghai', '2026-11-27 08:30:00'],
  ['2026-07-01T22:30:00Z', 'Europe/Berlin', '2026-07-02 00:30:00'],
  ['2026-11-27T00:30:00Z', 'UTC', '2026-11-27 00:30:00'],
])('%s in %s', (iso, zone, shown) => {
  expect(momentIn(iso, zone)).toBe(shown);
  expect(namedMoment(iso, zone)).toBe(`${shown} ${zone}`);
});

test('what is no moment, and a zone that is none, leave the text', () => {
  expect(namedMoment('-', 'UTC')).toBe('-');
  expect(namedMoment('2026-11-27T00:30:00Z', 'Nowhere')).toBe('2026-11-27T00:30:00Z');
});
