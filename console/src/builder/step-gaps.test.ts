import { expect, test } from 'vitest';
import { areTogether, gapAbove, gapAfter, gapBelow, outermost, stepsBetween } from './step-gaps.ts';

const place = (id: string, ...pointer: (string | number)[]) => ({ id, offset: 0, pointer });
const places = [
  place('$trigger', 'trigger'),
  place('check', 'steps', 0),
  place('tell', 'steps', 0, 'then', 0),
  place('note', 'steps', 0, 'then', 1),
  place('route', 'steps', 1),
  place('fix', 'steps', 1, 'cases', 'bug', 0),
  place('inner', 'steps', 1, 'cases', 'bug', 0, 'then', 0),
  place('last', 'steps', 2),
];
const inThen = { step: 'check', branch: ['then'] };
const inBug = { step: 'route', branch: ['cases', 'bug'] };

test.each([
  ['$trigger', { index: 0 }, undefined, undefined],
  ['check', { index: 1 }, undefined, { index: 2 }],
  ['tell', { ...inThen, index: 1 }, { index: 0 }, { ...inThen, index: 2 }],
  ['note', { ...inThen, index: 2 }, { ...inThen, index: 0 }, { index: 1 }],
  ['route', { index: 2 }, { index: 0 }, { index: 3 }],
  ['fix', { ...inBug, index: 1 }, { index: 1 }, { index: 2 }],
  ['inner', { step: 'fix', branch: ['then'], index: 1 }, { ...inBug, index: 0 }, { ...inBug, index: 1 }],
  ['gone', undefined, undefined, undefined],
] as const)('behind, above and below %s', (id, after, above, below) => {
  expect(gapAfter(places, id)).toEqual(after);
  expect(gapAbove(places, id)).toEqual(above);
  expect(gapBelow(places, id)).toEqual(below);
});

test.each([
  [['tell', 'note'], true],
  [['route', 'check'], true],
  [['check', 'note'], false],
  [['gone'], false],
])('%j side by side: %s', (ids, together) => {
  expect(areTogether(places, ids)).toBe(together);
});

test('more and more steps upward, from the one that was chosen first', () => {
  const four = ['a', 'b', 'c', 'd'].map((id, i) => place(id, 'steps', i));
  const chosen = ['c', 'b', 'a'].reduce((before, to) => stepsBetween(four, before[0]!, to), ['d']);
  expect(chosen).toEqual(['d', 'b', 'c', 'a']);
});

test('from one step to another of its list, which comes last', () => {
  expect(stepsBetween(places, 'route', 'check')).toEqual(['route', 'check']);
  expect(stepsBetween(places, 'tell', 'check')).toEqual(['check']);
  expect(stepsBetween(places, 'check', 'check')).toEqual(['check']);
});

test('of chosen steps those inside another of them go with it', () => {
  expect(outermost(places, new Set(['inner', 'route', 'tell', 'note']))).toEqual(['tell', 'note', 'route']);
  expect(outermost(places, new Set(['inner', 'fix', 'check']))).toEqual(['check', 'fix']);
});
