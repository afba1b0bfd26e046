import { expect, test } from 'vitest';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { describeProblem } from '#flows/language/describe-problem.ts';
import type { Pointer, Problem } from '#flows/language/problem.ts';
import { findingAt } from './faults.ts';

const source = `id: x
trigger: { use: core.manual }
steps:
  - { id: ask, use: http.request, with: { method: FETCH, query: { a: "{{ $nobody }}" } } }
`;
const { problems } = compile(source, 'yaml', { catalogue });
const say = (problem: Problem) => describeProblem(problem, 'en');
const at = (path: Pointer, deep = false) => findingAt(problems, path, { deep, severity: 'error', say });

test.each<[Pointer, boolean, boolean]>([
  [['steps', 0, 'with', 'url'], false, true],
  [['steps', 0, 'with', 'method'], false, true],
  [['steps', 0, 'with', 'query'], false, false],
  [['steps', 0, 'with', 'query'], true, true],
  [['steps', 0, 'with', 'query', 'a'], false, true],
  [['steps', 0, 'with', 'headers'], true, false],
  [['steps', 1, 'with', 'url'], true, false],
])('a finding at %j, deep: %s, is there: %s', (path, deep, there) => {
  expect(at(path, deep) !== undefined).toBe(there);
});
