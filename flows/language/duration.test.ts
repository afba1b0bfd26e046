import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

test.each([
  ['90s', 90],
  ['15m', 900],
  ['2h', 7200],
  ['3d', 259_200],
  ['1h30m', 5400],
  ['1d2h3m4s', 93_784],
  ['0s', 0],
  ['', undefined],
  ['90', undefined],
  ['1.5h', undefined],
  ['-1h', undefined],
  ['1 h', undefined],
  ['30m1h', undefined],
  ['1h1h', undefined],
  ['1w', undefined],
  ['2 hours', undefined],
])('%s', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test('what is written is what is read', () => {
  const part = fc.option(fc.nat(9999), { nil: undefined });
  fc.assert(
    fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
      const parts = { d: days, h: hours, m: minutes, s: seconds };
      const text = Object.entries(parts).flatMap(([unit, value]) => (value === undefined ? [] : [`${value}${unit}`]));
      const total = (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
      expect(parseDuration(text.join(''))).toBe(text.length === 0 ? undefined : total);
    }),
  );
});
