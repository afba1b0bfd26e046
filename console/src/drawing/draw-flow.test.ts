import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { apply } from '#flows/editing/apply.ts';
import { childLists } from '#flows/language/child-lists.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { drawFlow, triggerId } from './draw-flow.ts';
import type { Drawing } from './drawing.ts';

function flowOf(steps: string): Flow {
  const { flow, problems } = parseFlow(`id: f\ntrigger: { use: core.manual }\nsteps:\n${steps}`, 'yaml');
  expect(problems).toEqual([]);
  return flow!;
}

function drawn(steps: string): Drawing {
  return drawFlow(flowOf(steps));
}

const say = (id: string) => `{ id: ${id}, set: { a: 1 } }`;

const flows: [string, string, string[]][] = [
  ['no step', '  []', ['$trigger']],
  ['a row', `  - ${say('a')}\n  - ${say('b')}`, ['$trigger', 'a', 'b']],
  ['an if without else', `  - { id: c, if: { left: 1, op: exists }, then: [${say('a')}] }`, ['$trigger', 'c', 'a']],
  [
    'a switch inside a loop',
    `  - { id: l, forEach: [1], do: [{ id: s, switch: x, cases: { one: [${say('a')}], two: [${say('b')}] } }] }\n  - ${say('z')}`,
    ['$trigger', 'l', 's', 'a', 'b', 'z'],
  ],
  [
    'branches of unlike length',
    `  - { id: p, parallel: { x: [${say('a')}, ${say('b')}, ${say('c')}], y: [${say('d')}] } }`,
    ['$trigger', 'p', 'a', 'b', 'c', 'd'],
  ],
  ['a try', `  - { id: t, try: [${say('a')}], catch: [{ id: end, stop: failed }] }`, ['$trigger', 't', 'a', 'end']],
  [
    'steps for a failure',
    `  - { id: a, use: http.request, with: { url: 'https://a.example' }, onError: [${say('b')}] }\n  - ${say('c')}`,
    ['$trigger', 'a', 'b', 'c'],
  ],
];

test.each(flows)('%s: every card once, inside the drawing, none over another', (_, steps, ids) => {
  const drawing = drawn(steps);
  expect(drawing.steps.map((step) => step.id)).toEqual(ids);
  for (const step of drawing.steps) {
    expect(step.x).toBeGreaterThanOrEqual(0);
    expect(step.x + step.width).toBeLessThanOrEqual(drawing.width);
    expect(step.y + step.height).toBeLessThanOrEqual(drawing.height);
    for (const other of drawing.steps) {
      const apart =
        step.x + step.width <= other.x ||
        other.x + other.width <= step.x ||
        step.y + step.height <= other.y ||
        other.y + other.height <= step.y;
      expect(step === other || apart, `${step.id} lies over ${other.id}`).toBe(true);
    }
  }
});

test('a way that stops does not lead on', () => {
  const drawing = drawn('  - { id: end, stop: succeeded }\n  - { id: after, set: { a: 1 } }');
  expect(drawing.lines).toHaveLength(1);
});

test('nothing is joined where nothing follows', () => {
  const drawing = drawn(`  - { id: c, if: { left: 1, op: exists }, then: [${say('a')}], else: [${say('b')}] }`);
  expect(drawing.lines.every((line) => line.arrow)).toBe(true);
});

test('both ways of an if join again, the empty one too', () => {
  const drawing = drawn(`  - { id: c, if: { left: 1, op: exists }, then: [${say('a')}] }\n  - ${say('z')}`);
  const joins = drawing.lines.filter(
    (line) => line.points.at(-1)!.y < drawing.steps.at(-1)!.y && line.points.length > 2,
  );
  expect(joins).toHaveLength(4);
  expect(drawing.labels.map((label) => label.word)).toEqual(['yes', 'no']);
});

type Steps = JsonObject[];

/** Trees of steps of every kind that holds others, some of their lists empty. */
const { steps: anySteps } = fc.letrec<{ steps: Steps; step: JsonObject }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 3, depthIdentifier: 'steps' }),
  step: fc.oneof(
    { depthIdentifier: 'steps', maxDepth: 3 },
    fc.constant<JsonObject>({ set: { a: 1 } }),
    fc.constant<JsonObject>({ stop: 'failed' }),
    fc.record({ forEach: fc.constant([1]), do: tie('steps') }),
    fc.tuple(tie('steps'), tie('steps')).map(([yes, no]) =>
      Object.fromEntries([
        ['if', { left: 1, op: 'exists' }],
        ['then', yes],
        ['else', no],
      ]),
    ),
    fc
      .tuple(tie('steps'), tie('steps'))
      .map(([one, rest]) => ({ switch: 'x', cases: { one, two: [] }, default: rest })),
    fc.tuple(tie('steps'), tie('steps')).map(([a, b]) => ({ parallel: { a, b } })),
    fc.record({ try: tie('steps'), catch: tie('steps') }),
    tie('steps').map((handler) => ({ use: 'http.request', with: { url: 'https://a.example' }, onError: handler })),
  ) as fc.Arbitrary<JsonObject>,
}));

/** The same with ids, and with names for the items of loops. */
function named(steps: Steps): Steps {
  let count = 0;
  const name = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((each) => (typeof each === 'object' ? name({ id: '', ...each }) : each));
    if (typeof value !== 'object' || value === null) return value;
    const inner = Object.entries(value).map(([key, each]) => [key, name(each)]);
    if (!('id' in value)) return Object.fromEntries(inner);
    count += 1;
    const own = { id: `s${count}`, ...('forEach' in value && { as: `item${count}` }) };
    return { ...Object.fromEntries(inner), ...own };
  };
  return name(steps) as Steps;
}

function listAt(flow: Flow, step: string | undefined, branch: readonly string[] = []) {
  if (step === undefined) return flow.steps;
  const holder = eachStep(flow.steps).find(({ id }) => id === step)!;
  return childLists(holder).find(({ path }) => path.join() === branch.join())!.steps;
}

test('a step put into a gap comes to lie where the gap is drawn', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const text = JSON.stringify({ id: 'f', trigger: { use: 'core.manual' }, steps: named(steps) });
      const { flow } = parseFlow(text, 'json');
      const drawing = drawFlow(flow!, { edited: true });
      const centre = (id: string) => {
        const card = drawing.steps.find((each) => each.id === id)!;
        return { x: card.x + card.width / 2, top: card.y, bottom: card.y + card.height };
      };
      expect(new Set(drawing.gaps.map(({ key }) => key)).size).toBe(drawing.gaps.length);
      for (const { gap, x, y } of drawing.gaps) {
        const edit = apply(text, 'json', { do: 'insert', at: gap, step: { id: 'put', set: { a: 1 } } });
        if ('refused' in edit) throw new Error(edit.refused);
        const list = listAt(parseFlow(edit.text, 'json').flow!, gap.step, gap.branch);
        expect(list[gap.index]?.id).toBe('put');
        const above = list[gap.index - 1]?.id ?? (gap.step === undefined ? triggerId : undefined);
        const below = list[gap.index + 1]?.id;
        for (const id of [above, below]) if (id) expect(x).toBe(centre(id).x);
        expect(y).toBeGreaterThan(centre(above ?? gap.step!).bottom);
        if (below) expect(y).toBeLessThan(centre(below).top);
      }
    }),
    { numRuns: 200 },
  );
});

test('every list has a gap at its beginning, and one behind each step that goes on', () => {
  const drawing = drawFlow(
    flowOf(`  - { id: c, if: { left: 1, op: exists }, then: [${say('a')}] }\n  - { id: end, stop: failed }`),
    {
      edited: true,
    },
  );
  expect(drawing.gaps.map(({ key }) => key).sort()).toEqual(['/0', '/1', 'c/else/0', 'c/then/0', 'c/then/1']);
});

test('a collapsed step says how many are inside it, and whether something follows', () => {
  const flow = flowOf(`  - { id: l, forEach: [1], do: [${say('a')}, ${say('b')}] }\n  - ${say('z')}`);
  const drawing = drawFlow(flow, { collapsed: new Set(['l', 'z']) });
  expect(drawing.steps.map(({ id, hidden }) => [id, hidden])).toEqual([
    ['$trigger', undefined],
    ['l', 2],
    ['z', undefined],
  ]);
});
