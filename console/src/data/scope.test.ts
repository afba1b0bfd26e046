import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import type { Workspace } from '../app/workspace.svelte.ts';
import { scopeOf } from './scope.ts';
import { variables } from './variables.ts';

const { flow } = parseFlow(
  `id: f
trigger: { use: core.manual }
steps:
  - { id: first, set: { a: 1 } }
  - { id: off, disabled: true, set: { a: 1 } }
  - id: check
    if: { left: 1, op: exists }
    then:
      - { id: yes, set: { a: 1 } }
    onError:
      - { id: mended, set: { a: 1 } }
  - id: lines
    forEach: "{{ $first.a }}"
    as: line
    do:
      - { id: inner, set: { a: 1 } }
      - id: poll
        repeat: { until: { left: 1, op: exists }, every: 1m, atMost: 1h }
        do:
          - { id: asked, set: { a: 1 } }
  - { id: reply, wait: { event: jira.issueUpdated, match: { left: "{{ $event.a }}", op: exists } } }
  - id: attempt
    try:
      - { id: tried, set: { a: 1 } }
    catch:
      - { id: caught, set: { a: 1 } }
`,
  'yaml',
);
const workspace = { operation: () => undefined } as unknown as Workspace;

test.each([
  ['first', []],
  ['check', ['first']],
  ['yes', ['first']],
  ['mended', ['first', 'check failure']],
  ['lines', ['first', 'check']],
  ['inner', ['first', 'check', 'line item']],
  ['poll', ['first', 'check', 'inner', 'line item', 'asked']],
  ['asked', ['first', 'check', 'inner', 'line item']],
  ['reply', ['first', 'check', 'lines', 'event event']],
  ['tried', ['first', 'check', 'lines', 'reply']],
  ['caught', ['first', 'check', 'lines', 'reply', 'attempt failure']],
])('%s sees %j', (id, seen) => {
  const found = [...variables(workspace, flow, scopeOf(flow!.steps, id)!)];
  const everywhere = ['trigger', 'run', 'flow', 'env'];
  const own = found.filter(([, { kind }]) => !everywhere.includes(kind));
  expect(own.map(([name, { kind }]) => (kind === 'step' ? name : `${name} ${kind}`))).toEqual(seen);
});
