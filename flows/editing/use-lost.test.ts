import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import type { Gap } from './command.ts';
import { readSource } from './read-source.ts';
import { nameUses, useLostBy } from './use-lost.ts';

const text = `id: f
trigger: { use: core.manual }
steps:
  - { id: a, set: { x: 1 } }
  - { id: b, set: { y: "{{ $a.x & $trigger.body }}" } }
  - id: loop
    forEach: "{{ $b.y }}"
    as: line
    do:
      - { id: c, set: { z: "{{ $line.n + $a.x }}" } }
      - { id: d, set: { w: "{{ ($inner := $c.z; $inner) }}" } }
  - { id: again, repeat: { until: { left: "{{ $e.u }}", op: exists }, every: 1m, atMost: 1h }, do: [{ id: e, set: { u: 1 } }] }
  - { id: last, set: { v: 1 } }
`;
const source = readSource(text, 'yaml')!;
const flow = parseFlow(text, 'yaml').flow!;
const uses = nameUses(source);

test('each use of a name stands once under its step', () => {
  expect(uses).toEqual([
    { step: 'b', name: 'a' },
    { step: 'b', name: 'trigger' },
    { step: 'loop', name: 'b' },
    { step: 'c', name: 'line' },
    { step: 'c', name: 'a' },
    { step: 'd', name: 'c' },
    { step: 'again', name: 'e' },
  ]);
});

const inLoop = (index: number): Gap => ({ step: 'loop', branch: ['do'], index });

test.each<[string, string[], Gap, ReturnType<typeof useLostBy>]>([
  ['behind what uses it', ['a'], { index: 2 }, { step: 'b', name: 'a' }],
  ['before what it uses', ['b'], { index: 0 }, { step: 'b', name: 'a' }],
  ['to the end, used by nothing', ['last'], { index: 0 }, undefined],
  ['with what it uses', ['a', 'b'], { index: 2 }, undefined],
  ['to where it is', ['b'], { index: 2 }, undefined],
  ['into a loop, used outside', ['b'], inLoop(0), { step: 'loop', name: 'b' }],
  ['into a loop', ['last'], inLoop(2), undefined],
  ['out of its loop', ['c'], { index: 2 }, { step: 'c', name: 'line' }],
  ['before its sibling', ['d'], inLoop(0), { step: 'd', name: 'c' }],
  ['out of the rounds that it ends', ['e'], { index: 0 }, undefined],
  ['behind the rounds that it ends', ['e'], { index: 4 }, { step: 'again', name: 'e' }],
  ['into itself', ['loop'], inLoop(1), 'intoItself'],
])('a step is moved %s', (_, ids, gap, lost) => {
  expect(useLostBy(flow, uses, ids, gap)).toEqual(lost);
});
