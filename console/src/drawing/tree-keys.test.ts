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
      ? `${row.level} (${row.within.label.word ?? row.within.label.text})`
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

const built = parseFlow(
  `id: f
trigger: { use: core.manual }
steps:
  - { id: check, if: { left: 1, op: exists }, then: [] }
  - { id: loop, forEach: [1], do: [] }
  - { id: full, forEach: [1], do: [{ id: inner, set: { x: 1 } }] }
`,
  'yaml',
).flow!;

test('while a flow is built, all branches without steps stand in their steps and keys lead to them', () => {
  const edited = outlineRows(built, new Set(), true);
  expect(edited.map(({ id, level }) => `${level} ${id}`)).toEqual([
    '1 $trigger',
    '1 check',
    '2 check/then',
    '2 check/else',
    '1 loop',
    '2 loop/do',
    '1 full',
    '2 inner',
  ]);
  const gaps = edited.flatMap((row) => (row.kind === 'branch' ? [row.gap] : []));
  expect(gaps[1]).toEqual({ step: 'check', branch: ['else'], index: 0 });
  const keys: [string, string, unknown][] = [
    ['check', 'ArrowDown', { do: 'go', to: 'check/then' }],
    ['check/else', 'ArrowLeft', { do: 'go', to: 'check' }],
    ['loop/do', 'Enter', { do: 'open' }],
  ];
  for (const [at, key, act] of keys) expect(treeAct(edited, at, key, ({ id }) => id)).toEqual(act);
  expect(outlineRows(built, new Set()).map(({ id }) => id)).toEqual(['$trigger', 'check', 'loop', 'full', 'inner']);
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

test('where letters are commands they lead to no step', () => {
  expect(treeAct(steps, 'check', 'l')).toBeUndefined();
  expect(treeAct(steps, 'check', 'End')).toEqual({ do: 'go', to: 'last' });
});
