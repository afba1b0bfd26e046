import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { outlineRows, stepsAround } from './outline-rows.ts';
import { treeAct } from './tree-keys.ts';

const text = `id: f
trigger: { use: core.manual }
steps:
  - id: check
    if: { left: 1, op: exists }
    then: [{ id: yes, set: { x: 1 } }, { id: loop, forEach: [1], do: [{ id: inner, set: { x: 1 } }] }]
    else: []
  - { id: way, switch: x, cases: { bug: [{ id: fix, set: { x: 1 } }] } }
  - { id: last, set: { x: 1 } }
`;
const { flow } = parseFlow(text, 'yaml');
const rows = outlineRows(flow!, new Set(['loop', 'way']));
const steps = rows.filter((row) => row.kind === 'step');

test('every step stands once with its level and its place, branches have their names above them', () => {
  const said = rows.map((row) =>
    row.kind === 'branch'
      ? `${row.level} (${row.label.word ?? row.label.text})`
      : `${row.level} ${row.id} ${row.position}/${row.size}`,
  );
  expect(said).toEqual([
    '1 $trigger 1/4',
    '1 check 2/4',
    '2 (yes)',
    '2 yes 1/2',
    '2 loop 2/2',
    '2 (no)',
    '1 way 3/4',
    '1 last 4/4',
  ]);
  expect(stepsAround(flow!.steps, 'inner')).toEqual(['check', 'loop']);
});

test.each([
  ['$trigger', 'ArrowDown', { do: 'go', to: 'check' }],
  ['way', 'ArrowUp', { do: 'go', to: 'loop' }],
  ['loop', 'ArrowRight', { do: 'expand', ids: ['loop'] }],
  ['check', 'ArrowRight', { do: 'go', to: 'yes' }],
  ['check', 'ArrowLeft', { do: 'collapse', ids: ['check'] }],
  ['loop', 'ArrowLeft', { do: 'go', to: 'check' }],
  ['last', 'ArrowRight', undefined],
  ['check', 'End', { do: 'go', to: 'last' }],
  ['last', 'Home', { do: 'go', to: '$trigger' }],
  ['check', '*', { do: 'expand', ids: ['way'] }],
  ['check', 'l', { do: 'go', to: 'loop' }],
  ['loop', 'L', { do: 'go', to: 'last' }],
  ['last', 'Enter', { do: 'open' }],
  ['last', 'F5', undefined],
  [undefined, 'ArrowDown', { do: 'go', to: '$trigger' }],
])('at %s the key %s', (at, key, act) => {
  expect(treeAct(steps, at, key, ({ id }) => id)).toEqual(act);
});
