import { expect, test } from 'vitest';
import type { Step } from '#flows/language/flow.ts';
import { parseFlow } from '../1-parse/parse.ts';
import { collectProblems } from '../source/problem-list.ts';
import { distributedLoops } from './history.ts';

const actions = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => `{ id: ${name}${index}, use: http.request, with: { url: / } }`).join(
    ', ',
  );
const loop = (id: string, items: string, inside: string) =>
  `{ id: ${id}, forEach: ${items}, as: ${id}_item, do: [${inside}] }`;
const unknown = '"{{ $trigger.body.items }}"';
const numbers = (count: number) => `[${Array.from({ length: count }, (_, index) => index).join(', ')}]`;

function distributed(steps: string | Step[]) {
  const { flow } = parseFlow(
    `{ id: f, trigger: { use: core.webhook }, steps: [${typeof steps === 'string' ? steps : ''}] }`,
    'yaml',
  );
  const { problems, report } = collectProblems((pointer) => ({ pointer }));
  const loops = distributedLoops({ ...flow!, ...(typeof steps !== 'string' && { steps }) }, report);
  return [...loops, ...problems.map(({ code }) => code)];
}

test.each<[string, string, string[]]>([
  ['a short loop stays in one history', loop('a', unknown, actions(9, 'x')), []],
  ['a long loop does not', loop('a', unknown, actions(10, 'x')), ['a']],
  ['a loop whose items are written is as long as they are', loop('a', numbers(200), actions(20, 'x')), []],
  [
    'the largest of several loops goes first',
    `${loop('a', unknown, actions(4, 'x'))}, ${loop('b', unknown, actions(5, 'y'))}`,
    ['b'],
  ],
  [
    'loops go until the rest is short enough',
    ['a', 'b', 'c'].map((id) => loop(id, unknown, actions(8, id))).join(', '),
    ['a', 'b'],
  ],
  [
    'a loop in a branch counts',
    `{ id: p, parallel: { l: [${loop('a', unknown, actions(10, 'x'))}], r: [{ id: s, set: { a: 1 } }] } }`,
    ['a'],
  ],
  [
    'a loop in a distributed loop has a history of its own',
    loop('a', unknown, `${actions(10, 'x')}, ${loop('b', unknown, actions(10, 'y'))}`),
    ['a', 'b'],
  ],
  ['a disabled loop does not count', loop('a', unknown, actions(10, 'x')).replace('{ id', '{ disabled: true, id'), []],
])('%s', (_, steps, expected) => expect(distributed(steps)).toEqual(expected));

test('a flow too long without any loop is a finding', () => {
  const steps = Array.from(
    { length: 12_600 },
    (_, index): Step => ({ kind: 'set', id: `s${index}`, values: [], pointer: ['steps', index] }),
  );
  expect(distributed(steps)).toEqual(['historyTooLong']);
});
