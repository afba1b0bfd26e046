import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test.each([
  ['sumary', ['summary', 'status'], 'summary'],
  ['ownr', ['owner', 'order'], 'owner'],
  ['onwer', ['owner'], 'owner'],
  ['foreach', ['forEach'], 'forEach'],
  ['upper', ['uppercase'], 'uppercase'],
  ['id', ['id'], undefined],
  ['x', ['kind', 'name'], undefined],
  ['kind', ['name', 'total'], undefined],
  ['abc', [], undefined],
])('%s of %j', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});
