import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDuration } from '#flows/language/duration.ts';
import { durationParts, durationText, durationUnits } from './duration-parts.ts';

test('a duration keeps its length', () => {
  const part = (unit: string) =>
    fc.option(
      fc.integer({ min: 0, max: 9_999 }).map((count) => `${count}${unit}`),
      { nil: '' },
    );
  fc.assert(
    fc.property(
      fc.tuple(part('d'), part('h'), part('m'), part('s')).map((all) => all.join('')),
      (text) => {
        const parts = durationParts(text);
        expect(parts && parseDuration(durationText(parts))).toBe(parseDuration(text));
      },
    ),
  );
});

test('what a person chose is read back as it was chosen, in the largest unit that fits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 23 }), fc.constantFrom(...durationUnits), (count, unit) => {
      expect(durationParts(durationText({ count, unit }))).toEqual({ count, unit });
    }),
  );
  expect(durationParts('1h30m')).toEqual({ count: 90, unit: 'm' });
  expect(durationParts('48h')).toEqual({ count: 2, unit: 'd' });
  expect(durationParts('soon')).toBeUndefined();
});
