import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import type { WrittenFlow } from '#flows/editing/changes-between.ts';
import { stepMarks } from './step-marks.ts';

function flowOf(steps: string, use = 'core.webhook'): WrittenFlow {
  const source = `id: f\nname: F\ntrigger: { use: ${use} }\nsteps: [${steps}]`;
  const { flow, problems } = parseFlow(source, 'yaml');
  if (!flow) throw new Error(JSON.stringify(problems));
  return { flow, written: parse(source) };
}

const a = '{ id: a, set: { x: 1 } }';
const b = '{ id: b, set: { x: 2 } }';
const when = (inside: string) => `{ id: w, if: { left: 1, op: equals, right: 1 }, then: [${inside}] }`;

test.each<[string, WrittenFlow, WrittenFlow, object, object]>([
  ['nothing', flowOf(a), flowOf(a), {}, {}],
  ['a step that came', flowOf(a), flowOf(`${a}, ${b}`), {}, { b: 'added' }],
  ['a step that went', flowOf(`${a}, ${b}`), flowOf(a), { b: 'removed' }, {}],
  ['all that came with the step around it', flowOf(a), flowOf(`${a}, ${when(b)}`), {}, { w: 'added', b: 'added' }],
  ['all that went with the step around it', flowOf(`${a}, ${when(b)}`), flowOf(a), { w: 'removed', b: 'removed' }, {}],
  [
    'a step that stands elsewhere',
    flowOf(`${a}, ${when(b)}`),
    flowOf(`${b}, ${a}, ${when('')}`),
    { b: 'moved' },
    { b: 'moved' },
  ],
  ['a field', flowOf(a), flowOf(a.replace('1', '7')), { a: 'changed' }, { a: 'changed' }],
  [
    'a step that moved and changed',
    flowOf(`${a}, ${b}`),
    flowOf(`${b.replace('2', '7')}, ${a}`),
    { b: 'changed' },
    { b: 'changed' },
  ],
  ['the trigger', flowOf(a), flowOf(a, 'core.manual'), { $trigger: 'changed' }, { $trigger: 'changed' }],
])('marks %s', (_, before, after, inBefore, inAfter) => {
  const marks = stepMarks(before, after);
  expect(Object.fromEntries(marks.before)).toMatchObject(inBefore);
  expect(Object.fromEntries(marks.after)).toMatchObject(inAfter);
  expect([marks.before.size, marks.after.size]).toEqual([Object.keys(inBefore).length, Object.keys(inAfter).length]);
});
