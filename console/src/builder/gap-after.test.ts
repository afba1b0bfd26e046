import { expect, test } from 'vitest';
import { gapAfter } from './gap-after.ts';

const place = (id: string, ...pointer: (string | number)[]) => ({ id, offset: 0, pointer });
const places = [
  place('$trigger', 'trigger'),
  place('check', 'steps', 0),
  place('tell', 'steps', 0, 'then', 0),
  place('route', 'steps', 1),
  place('fix', 'steps', 1, 'cases', 'bug', 2),
  place('inner', 'steps', 1, 'cases', 'bug', 2, 'then', 0),
];

test.each([
  ['$trigger', { index: 0 }],
  ['check', { index: 1 }],
  ['tell', { step: 'check', branch: ['then'], index: 1 }],
  ['fix', { step: 'route', branch: ['cases', 'bug'], index: 3 }],
  ['inner', { step: 'fix', branch: ['then'], index: 1 }],
  ['gone', undefined],
] as const)('behind %s', (id, gap) => {
  expect(gapAfter(places, id)).toEqual(gap);
});
