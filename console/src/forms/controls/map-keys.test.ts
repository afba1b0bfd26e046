import { expect, test } from 'vitest';
import { freeKey, renamedKey } from './map-keys.ts';

test('a free name counts on', () => {
  expect([freeKey({}, 'name'), freeKey({ name: 1 }, 'name'), freeKey({ name: 1, name2: 1 }, 'name')]).toEqual([
    'name',
    'name2',
    'name3',
  ]);
});

test.each([
  ['a', 'c', ['c', 'b']],
  ['a', 'b', undefined],
  ['a', '', undefined],
  ['a', 'a', undefined],
] as const)('%s called %j is %j', (from, to, keys) => {
  const renamed = renamedKey({ a: 1, b: 2 }, from, to);
  expect(renamed && Object.keys(renamed)).toEqual(keys);
});
