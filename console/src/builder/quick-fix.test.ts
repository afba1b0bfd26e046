import { expect, test } from 'vitest';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { missingConnection, quickFix } from './quick-fix.ts';

const head = 'id: x\ntrigger: { use: core.webhook }\nsteps:\n';

function problemsOf(source: string) {
  return compile(source, 'yaml', { catalogue, connections: { slack: 'slack' }, flows: { 'order-paid': true } })
    .problems;
}

test.each([
  [
    'a number that is parted as people part it',
    '  - { id: a, if: { left: "{{ $trigger.body.n }}", op: gt, right: "5,000" }, then: [{ id: b, wait: { for: 1s } }] }',
    '  - { id: a, if: { left: "{{ $trigger.body.n }}", op: gt, right: 5000 }, then: [{ id: b, wait: { for: 1s } }] }',
  ],
  [
    'a number in quotes',
    '  - { id: a, if: { left: "{{ $trigger.body.n }}", op: gt, right: "50" }, then: [{ id: b, wait: { for: 1s } }] }',
    '  - { id: a, if: { left: "{{ $trigger.body.n }}", op: gt, right: 50 }, then: [{ id: b, wait: { for: 1s } }] }',
  ],
  ['a called flow', '  - { id: a, call: ordr-paid }', '  - { id: a, call: order-paid }'],
  [
    'a variable',
    '  - { id: a, set: { b: "{{ $triggr.body.total }}" } }',
    '  - { id: a, set: { b: "{{ $trigger.body.total }}" } }',
  ],
  [
    'a function',
    '  - { id: a, set: { b: "{{ $uppercas($trigger.body.x) }}" } }',
    '  - { id: a, set: { b: "{{ $uppercase($trigger.body.x) }}" } }',
  ],
  [
    'a connector',
    '  - { id: a, use: slak.sendWebhookMessage, connection: slack, with: { text: x } }',
    '  - { id: a, use: slack.sendWebhookMessage, connection: slack, with: { text: x } }',
  ],
  [
    'an action',
    '  - { id: a, use: slack.sendWebhookMesage, connection: slack, with: { text: x } }',
    '  - { id: a, use: slack.sendWebhookMessage, connection: slack, with: { text: x } }',
  ],
  [
    'an input',
    '  - { id: a, use: slack.sendWebhookMessage, connection: slack, with: { txt: x } }',
    '  - { id: a, use: slack.sendWebhookMessage, connection: slack, with: { text: x } }',
  ],
  [
    'a connection',
    '  - { id: a, use: slack.sendWebhookMessage, connection: slak, with: { text: x } }',
    '  - { id: a, use: slack.sendWebhookMessage, connection: slack, with: { text: x } }',
  ],
])('%s that is misspelt is put right, and nothing else', (_, wrong, right) => {
  const source = `${head}${wrong}\n`;
  const edits = problemsOf(source).flatMap((problem) => quickFix(problem, source) ?? []);
  expect(edits.length).toBeGreaterThan(0);
  const { from, to, insert } = edits[0]!;
  expect(source.slice(0, from) + insert + source.slice(to)).toBe(`${head}${right}\n`);
});

test('a finding without a suggestion, or whose word stands there twice, has no repair', () => {
  const source = `${head}  - { id: a, set: { b: "{{ $wholly_different.body.total }}" } }\n`;
  expect(problemsOf(source).flatMap((problem) => quickFix(problem, source) ?? [])).toEqual([]);
  const position = { line: 1, column: 1, offset: 0, endLine: 1, endColumn: 8, endOffset: 7 };
  const twice = {
    code: 'x',
    severity: 'error' as const,
    params: { name: 'ab', suggestion: 'abc' },
    pointer: [],
    position,
  };
  expect(quickFix(twice, 'ab + ab')).toBeUndefined();
});

test.each([
  ['nowhere', 'jira'],
  ['', 'jira'],
])('a connection that is not there (%j) is offered to be made', (name, connector) => {
  const step = `  - { id: a, use: jira.getIssue, ${name && `connection: ${name}, `}with: { issue: A-1 } }`;
  expect(problemsOf(`${head}${step}\n`).map(missingConnection)).toContain(connector);
});
