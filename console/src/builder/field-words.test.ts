import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameJson } from '#flows/editing/set-value.ts';
import type { Json } from '#flows/language/json.ts';
import { changedPath } from './field-words.ts';
import { valueAt, withField } from './with-field.ts';

test.each<[Json, Json, string[]]>([
  [{ with: { text: 'a', to: 'b' } }, { with: { text: 'ab', to: 'b' } }, ['with', 'text']],
  [{ with: {} }, { with: { text: 'a' } }, ['with', 'text']],
  [{ with: { a: 1, b: 1 } }, { with: { a: 2, b: 2 } }, ['with']],
  [{ list: [1] }, { list: [2] }, ['list']],
  [{ a: 1 }, { a: 1 }, []],
])('between %j and %j the change is at %j', (before, after, path) => {
  expect(changedPath(before, after)).toEqual(path);
});

test('setting what is at the path makes the one of the other', () => {
  const object = fc.object({ maxDepth: 3, values: [fc.integer(), fc.string()] }) as fc.Arbitrary<Record<string, Json>>;
  fc.assert(
    fc.property(object, object, (before, after) => {
      const path = changedPath(before, after);
      const made = withField(before, path, valueAt(after, path));
      expect(sameJson(made as Json, after)).toBe(true);
    }),
  );
});
