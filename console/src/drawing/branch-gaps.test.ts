import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { branchGaps } from './branch-gaps.ts';

test.each([
  ['if: { left: 1, op: exists }, then: []', ['then', 'yes'], ['else', 'no']],
  ['forEach: [1], do: []', ['do', undefined]],
  ['switch: x, cases: { bug: [], task: [] }', ['cases/bug', 'bug'], ['cases/task', 'task'], ['default', 'otherwise']],
  ['parallel: { first: [], second: [] }', ['parallel/first', 'first'], ['parallel/second', 'second']],
  ['try: [], catch: []', ['try', 'tried'], ['catch', 'failed']],
  ['set: { a: 1 }, onError: []', ['onError', 'failed']],
  ['set: { a: 1 }'],
] as const)('a step can be put into %s', (fields, ...branches) => {
  const { flow } = parseFlow(`id: f\ntrigger: { use: core.manual }\nsteps: [{ id: it, ${fields} }]\n`, 'yaml');
  const gaps = branchGaps(flow!.steps[0]!);
  expect(gaps.map(({ gap, label }) => [gap.branch?.join('/'), label.word ?? label.text])).toEqual(branches);
  for (const { gap } of gaps) expect(gap).toMatchObject({ step: 'it', index: 0 });
});
