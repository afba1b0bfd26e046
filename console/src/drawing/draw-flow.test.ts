import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { drawFlow } from './draw-flow.ts';
import type { Drawing } from './drawing.ts';

function drawn(steps: string): Drawing {
  const { flow, problems } = parseFlow(`id: f\ntrigger: { use: core.manual }\nsteps:\n${steps}`, 'yaml');
  expect(problems).toEqual([]);
  return drawFlow(flow!);
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
