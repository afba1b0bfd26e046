import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { changesBetween, type WrittenFlow } from './changes-between.ts';

function flowOf(steps: string, head = ''): WrittenFlow {
  const source = `id: f\nname: F\n${head}trigger: { use: core.webhook }\nsteps: [${steps}]`;
  const { flow, problems } = parseFlow(source, 'yaml');
  if (!flow) throw new Error(JSON.stringify(problems));
  return { flow, written: parse(source) };
}

const a = '{ id: a, set: { x: 1 } }';
const b = '{ id: b, use: http.request, with: { url: "https://a.example", query: { q: one } } }';
const c = '{ id: c, set: { x: 3 } }';
const when = (inside: string, more = '') =>
  `{ id: w, if: { left: 1, op: equals, right: 1 }, then: [${inside}]${more} }`;

test.each<[string, string, string, unknown[]]>([
  ['nothing', `${a}, ${b}`, `${a}, ${b}`, []],
  ['a step more', a, `${a}, ${b}`, [{ kind: 'added', step: 'b' }]],
  ['a step less', `${a}, ${b}`, b, [{ kind: 'removed', step: 'a' }]],
  ['one of three before the others', `${a}, ${b}, ${c}`, `${c}, ${a}, ${b}`, [{ kind: 'moved', step: 'c' }]],
  ['a step into another', `${when(a)}, ${b}`, when(`${a}, ${b}`), [{ kind: 'moved', step: 'b' }]],
  ['a container with what is in it', a, `${a}, ${when(b)}`, [{ kind: 'added', step: 'w' }]],
  ['a container gone with what is in it', `${a}, ${when(b)}`, a, [{ kind: 'removed', step: 'w' }]],
  [
    'a step around another',
    b,
    when(b),
    [
      { kind: 'added', step: 'w' },
      { kind: 'moved', step: 'b' },
    ],
  ],
  ['a way that was empty', when(a), when(a, `, else: [${c}]`), [{ kind: 'added', step: 'c' }]],
  [
    'fields within fields',
    b,
    b.replace('q: one', 'q: two, more: yes'),
    [
      { kind: 'set', step: 'b', field: ['with', 'query', 'q'], before: 'one', after: 'two' },
      { kind: 'set', step: 'b', field: ['with', 'query', 'more'], after: 'yes' },
    ],
  ],
  [
    'a field less',
    b.replace('with:', 'note: hm, with:'),
    b,
    [{ kind: 'set', step: 'b', field: ['note'], before: 'hm' }],
  ],
])('tells %s', (_, before, after, changes) => {
  expect(changesBetween(flowOf(before), flowOf(after))).toEqual(changes);
});

test('tells what changed of the flow and its trigger', () => {
  const before = flowOf(a);
  const { flow, written } = flowOf(a, 'description: D\n');
  const after = { flow, written: { ...written, trigger: { use: 'core.webhook', connection: 'shop' } } };
  expect(changesBetween(before, after)).toEqual([
    { kind: 'set', field: ['description'], after: 'D' },
    { kind: 'set', step: '$trigger', field: ['connection'], after: 'shop' },
  ]);
});

const order = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'g'], { minLength: 1 });
const inOrder = (ids: string[]) => flowOf(ids.map((id) => `{ id: ${id}, set: { x: 1 } }`).join(', '));

test('whoever does what is told gets from one order of steps to the other', () => {
  fc.assert(
    fc.property(order, order, (before, after) => {
      const changes = changesBetween(inOrder(before), inOrder(after));
      const of = (kind: string) => new Set(changes.flatMap((change) => (change.kind === kind ? [change.step] : [])));
      const [added, removed, moved] = [of('added'), of('removed'), of('moved')];
      expect([...added].sort()).toEqual(after.filter((id) => !before.includes(id)).sort());
      expect([...removed].sort()).toEqual(before.filter((id) => !after.includes(id)).sort());
      const rest = (ids: string[]) => ids.filter((id) => !added.has(id) && !removed.has(id) && !moved.has(id));
      expect(rest(after)).toEqual(rest(before));
      expect(changesBetween(inOrder(after), inOrder(after))).toEqual([]);
    }),
  );
});
