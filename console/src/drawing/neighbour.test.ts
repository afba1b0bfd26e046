import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { drawFlow } from './draw-flow.ts';
import { neighbour } from './neighbour.ts';

const text = `id: f
trigger: { use: core.manual }
steps:
  - { id: c, if: { left: 1, op: exists }, then: [{ id: a, set: { x: 1 } }, { id: a2, set: { x: 1 } }], else: [{ id: b, set: { x: 1 } }] }
  - { id: z, set: { x: 1 } }
`;
const { steps } = drawFlow(parseFlow(text, 'yaml').flow!);

test.each([
  ['$trigger', 'ArrowDown', 'c'],
  ['c', 'ArrowUp', '$trigger'],
  ['a', 'ArrowDown', 'a2'],
  ['a', 'ArrowRight', 'b'],
  ['b', 'ArrowLeft', 'a'],
  ['a2', 'ArrowDown', 'z'],
  ['z', 'ArrowDown', undefined],
  ['c', 'End', 'z'],
  ['a', 'Home', '$trigger'],
  [undefined, 'ArrowDown', '$trigger'],
])('from %s by %s to %s', (from, key, to) => {
  expect(neighbour(steps, from, key)).toBe(to);
});
