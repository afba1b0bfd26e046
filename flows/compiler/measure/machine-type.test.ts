import { expect, test } from 'vitest';
import { parseFlow } from '../1-parse/parse.ts';
import { chooseType, type WhyLong, whyLong } from './machine-type.ts';

const set = '{ id: a, set: { x: 1 } }';
const loop = (items: number) =>
  `{ id: each, forEach: "{{ [1..${items}] }}", concurrency: 1, do: [{ id: call, use: http.request, with: { url: "https://a.example" } }] }`;

test.each<[string, string, WhyLong | undefined]>([
  ['nothing that takes time', `steps: [${set}]`, undefined],
  ['a wait of a minute', `steps: [{ id: pause, wait: { for: 1m } }]`, undefined],
  ['a wait of two minutes', `steps: [{ id: pause, wait: { for: 2m } }]`, { why: 'waits' }],
  [
    'a wait until a moment',
    `steps: [{ id: pause, wait: { until: "{{ $trigger.at }}" } }]`,
    { why: 'open', step: 'pause' },
  ],
  ['a wait for an answer', `steps: [{ id: ask, wait: { callback: { timeout: 2h } } }]`, { why: 'open', step: 'ask' }],
  ['a deadline of an hour', `deadline: 1h\nsteps: [${set}]`, { why: 'deadline' }],
  ['a loop over few', `steps: [${loop(2)}]`, undefined],
  ['a loop over many', `steps: [${loop(5000)}]`, { why: 'loops', step: 'each' }],
])('%s', (_, rest, why) => {
  const { flow, problems } = parseFlow(`id: f\nname: F\ntrigger: { use: core.webhook }\n${rest}\n`, 'yaml');
  if (!flow) throw new Error(JSON.stringify(problems));
  expect(whyLong(flow)).toEqual(why);
  expect(chooseType(flow, () => undefined).type).toBe(why ? 'STANDARD' : 'EXPRESS');
});
