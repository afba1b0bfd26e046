import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Problem } from '#flows/language/problem.ts';
import { parseFlow } from './parse.ts';

const head = 'id: a\ntrigger: { use: core.manual }\n';

/** `code line:column step field`, what is absent as `-`. */
function told({ code, position, step = '-', field = '-' }: Problem): string {
  return `${code} ${position?.line}:${position?.column} ${step} ${field}`;
}

describe('a document of every step kind', () => {
  const source = `id: everything
name: Everything
description: All kinds of steps
type: standard
deadline: 1d12h
concurrency: { key: "{{ $trigger.key }}", max: 2 }
trigger:
  use: jira.issueUpdated
  connection: jira-main
  with: { projects: [OPS] }
  when:
    all:
      - any: [{ left: "{{ $trigger.a }}", op: exists }]
      - not: { left: "{{ $trigger.changed.status }}", op: changedTo, right: Blocked }
      - expr: "{{ $trigger.b > 1 }}"
steps:
  - { id: act, use: http.request, connection: c, onUncertain: fail, with: { url: "a{{ $trigger.a }}b", n: [1, "{{ 2 }}"] } }
  - { id: iff, if: { left: 1, op: gt, right: 2 }, then: [{ id: t, set: {} }], else: [{ id: e, set: {} }] }
  - { id: sw, switch: "{{ $trigger.kind }}", cases: { 1: [], bug: [] } }
  - { id: loop, forEach: [1, 2], do: [] }
  - { id: fan, parallel: { a: [], b: [] } }
  - { id: pause, wait: { for: 1h30m } }
  - { id: until, wait: { until: "{{ $trigger.at }}" } }
  - { id: reply, wait: { event: feishu.cardAction, connection: f, match: { left: "{{ $event.id }}", op: exists }, timeout: 24h } }
  - { id: vars, set: { total: 1 } }
  - { id: sub, call: other-flow, with: { x: 1 } }
  - { id: guarded, try: [], catch: [] }
  - id: base
    use: http.request
    name: Named
    note: A note
    disabled: true
    retry: { attempts: 4, first: 2s, factor: 1.5, max: 1m, on: [Timeout, NotFound] }
    timeout: 30s
    onError: [{ id: bad, stop: failed, message: "no" }]
  - { id: done, stop: succeeded, output: { status: 200 } }
`;
  const { flow, problems } = parseFlow(source, 'yaml');

  test('has no problems', () => {
    expect(problems).toEqual([]);
  });

  test('fills in what may be left out', () => {
    expect(flow).toMatchObject({ deadline: 129_600, concurrency: { max: 2, whenFull: 'queue' } });
    expect(flow?.steps.map((step) => step.kind)).toEqual(
      'action if switch forEach parallel wait wait wait set call try action stop'.split(' '),
    );
    expect(flow?.steps[3]).toMatchObject({ as: 'item', concurrency: 1, onItemError: 'fail' });
    expect(flow?.steps[5]).toMatchObject({ wait: { kind: 'for', time: 5400 } });
    expect(flow?.steps[7]).toMatchObject({ wait: { kind: 'event', timeout: 86_400 } });
    expect(flow?.steps[9]).toMatchObject({ await: false });
    expect(flow?.steps[11]).toMatchObject({
      retry: { attempts: 4, first: 2, factor: 1.5, max: 60, on: ['Timeout', 'NotFound'] },
      timeout: 30,
      onError: [{ kind: 'stop' }],
    });
    expect(parseFlow(`${head}steps: []`, 'yaml').flow).toMatchObject({ name: 'a', trigger: { with: { entries: [] } } });
  });

  test('tells text from expressions', () => {
    expect(flow?.steps[0]).toMatchObject({
      with: {
        entries: [
          { key: 'url', value: { kind: 'text', parts: ['a', { source: ' $trigger.a ', start: 3 }, 'b'] } },
          { key: 'n', value: { kind: 'list', items: [{ kind: 'literal', value: 1 }, { kind: 'expression' }] } },
        ],
      },
    });
  });

  test('is the same flow in JSON', () => {
    const json = `{"id":"a","trigger":{"use":"core.manual"},"steps":[{"id":"b","wait":{"for":"2h"}}]}`;
    expect(parseFlow(json, 'json')).toMatchObject({ problems: [], flow: parseFlow(json, 'yaml').flow });
  });
});

test.each<[string, string, string[]]>([
  ['empty', '', ['emptyDocument 1:1 - -']],
  ['only a comment', '# nothing', ['emptyDocument 1:1 - -']],
  ['unclosed bracket', 'id: [a', ['invalidYaml 1:7 - -']],
  ['tabs', 'steps:\n\t- a', ['invalidYaml 2:1 - -']],
  ['two documents', 'id: a\n---\nid: b', ['invalidYaml 2:1 - -']],
  ['a tag', 'id: !secret a', ['invalidYaml 1:5 - -']],
  ['an unknown alias', 'id: *a', ['invalidYaml 1:5 - -']],
  ['an alias of itself', 'id: &a [*a]', ['tooDeep 1:9 - -']],
  ['a bomb', bomb(), ['tooManyAliases 1:26 - -']],
  ['101 levels', `id: ${'['.repeat(101)}${']'.repeat(101)}`, ['tooDeep 1:104 - -']],
  ['100,000 levels', '['.repeat(100_000), ['tooDeep 1:1 - -']],
  ['no number', 'id: .nan', ['notJson 1:5 - -']],
  ['a list as key', '? [a]\n: b', ['notJson 1:3 - -']],
  ['not a map', '- a', ['wrongType 1:1 - -']],
  ['a field twice', `${head}steps: []\nid: b`, ['duplicateKey 4:1 - -']],
  ['a long number', `${head}steps: [{ id: b, set: { c: 12345678901234567890 } }]`, ['unsafeNumber 3:28 - -']],
  ['no steps', head, ['missingField 1:1 - -']],
  ['no trigger', 'id: a\nsteps: []', ['missingField 1:1 - -']],
  [
    'a bad id',
    head.replace('id: a', 'id: A b').concat('steps: [1]'),
    ['invalidFlowId 1:5 - id', 'wrongType 3:9 - steps[0]'],
  ],
  ['a misspelt field', `${head}steps: []\ndescripton: x`, ['unknownField 4:1 - descripton']],
  ['no kind', step('{ id: b, with: {} }'), ['missingKind 3:9 b -']],
  ['a misspelt kind', step('{ id: b, foreach: [], do: [] }'), ['missingKind 3:18 b foreach']],
  ['two kinds', step('{ id: b, set: {}, stop: failed }'), ['mixedKinds 3:27 b stop']],
  ['a bad step id', step('{ id: b-c, set: {} }'), ['invalidStepId 3:15 b-c id']],
  ['a step id too long', step(`{ id: ${'b'.repeat(61)}, set: {} }`), [`invalidStepId 3:15 ${'b'.repeat(61)} id`]],
  ['no operation', step('{ id: b, use: http }'), ['invalidOperation 3:23 b use']],
  [
    'a connection by expression',
    step('{ id: b, use: a.b, connection: "{{ 1 }}" }'),
    ['invalidConnectionName 3:40 b connection'],
  ],
  ['a bad duration', step('{ id: b, set: {}, timeout: 3 min }'), ['invalidDuration 3:36 b timeout']],
  ['a number as duration', step('{ id: b, wait: { for: 90 } }'), ['wrongType 3:31 b wait.for']],
  ['two waits', step('{ id: b, wait: { for: 1s, until: x } }'), ['mixedKinds 3:35 b wait.until']],
  ['no wait', step('{ id: b, wait: {} }'), ['missingKind 3:18 b wait']],
  ['a word instead of steps', step('{ id: b, set: {}, onError: contine }'), ['invalidChoice 3:36 b onError']],
  ['a number instead of steps', step('{ id: b, try: 1, catch: [] }'), ['wrongType 3:23 b try']],
  ['steps of steps', step('{ id: b, try: [{ id: c, stop: no }], catch: [] }'), ['invalidChoice 3:39 c stop']],
  ['steps of a case', step('{ id: b, switch: 1, cases: { x: [{ id: c, sot: {} }] } }'), ['missingKind 3:51 c sot']],
  ['no cases', step('{ id: b, switch: 1, cases: {} }'), ['tooFew 3:29 b cases']],
  ['retry', step('{ id: b, set: {}, retry: { attempts: 0 } }'), ['tooSmall 3:46 b retry.attempts']],
  ['retry on', step('{ id: b, set: {}, retry: { on: [Timout] } }'), ['invalidChoice 3:41 b retry.on[0]']],
  ['retry word', step('{ id: b, set: {}, retry: never }'), ['invalidChoice 3:34 b retry']],
  ['half an item', step('{ id: b, forEach: [], do: [], concurrency: 1.5 }'), ['wrongType 3:52 b concurrency']],
  ['no condition', step('{ id: b, if: {}, then: [] }'), ['missingKind 3:18 b if']],
  ['an unknown operator', step('{ id: b, if: { left: 1, op: equal }, then: [] }'), ['invalidChoice 3:37 b if.op']],
  ['an empty all', step('{ id: b, if: { all: [] }, then: [] }'), ['tooFew 3:24 b if.all']],
  ['text as expr', step('{ id: b, if: { expr: $a }, then: [] }'), ['expressionExpected 3:30 b if.expr']],
  ['an open expression', step('{ id: b, set: { c: "a {{ b" } }'), ['unclosedExpression 3:31 b set.c']],
  ['an empty expression', step('{ id: b, set: { c: "a {{ }}" } }'), ['emptyExpression 3:31 b set.c']],
  ['an expression as name', step('{ id: b, set: { "{{ 1 }}": 2 } }'), ['expressionInKey 3:25 b set.{{ 1 }}']],
  ['trigger', 'id: a\ntrigger: { use: core.manual, wen: 1 }\nsteps: []', ['unknownField 2:30 - trigger.wen']],
])('%s', (_, source, expected) => {
  expect(parseFlow(source, 'yaml').problems.map(told)).toEqual(expected);
});

test.each<[string, string, string[]]>([
  ['comma', '{"id":"a",}', ['invalidJson 1:11 - -']],
  ['cut off', '{"id":', ['invalidJson 1:7 - -']],
  ['comment', '{} // x', ['invalidJson 1:4 - -']],
  ['line break in text', '{"a":"x\ny"}', ['invalidJson 1:6 - -']],
  ['100,000 levels', '['.repeat(100_000), ['tooDeep 1:101 - -']],
  ['1e999', '1e999', ['notJson 1:1 - -', 'wrongType 1:1 - -']],
  [
    'nested',
    '{"id":"a","trigger":{"use":"core.manual"},\n"steps":[{"id":"b","stop":"no"}]}',
    ['invalidChoice 2:27 b stop'],
  ],
])('JSON: %s', (_, source, expected) => {
  expect(parseFlow(source, 'json').problems.map(told)).toEqual(expected);
});

test('a text over 256 KB is not read', () => {
  const { flow, problems } = parseFlow(`# ${'x'.repeat(256 * 1024)}`, 'yaml');
  expect(flow).toBeUndefined();
  expect(problems.map(told)).toEqual(['tooLarge 1:1 - -']);
});

test('no text makes it throw, and every problem has a position', () => {
  const tokens = fc.constantFrom(
    ...'{ } [ ] : , - ? & * ! | > \' " % @ ` # \\ / \n \t {{ }} id steps trigger use if then all left op when set try 1 1h é'.split(
      ' ',
    ),
    ' ',
    '\n  ',
    '\n  - ',
    ': ',
  );
  const broken = fc
    .tuple(fc.array(tokens, { maxLength: 12 }), fc.nat(400), fc.nat(30))
    .map(([insert, at, cut]) => sample.slice(0, at) + insert.join('') + sample.slice(at + cut));
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(tokens).map((parts) => parts.join('')),
    broken,
  );
  fc.assert(
    fc.property(anything, fc.constantFrom('yaml', 'json'), (source, format) => {
      const { flow, problems } = parseFlow(source, format as 'yaml' | 'json');
      expect(flow !== undefined || problems.length > 0).toBe(true);
      for (const { position } of problems) {
        expect(position?.line).toBeGreaterThan(0);
        expect(position!.offset).toBeLessThanOrEqual(position!.endOffset);
        expect(position!.endOffset).toBeLessThanOrEqual(source.length);
      }
    }),
    { numRuns: 1500 },
  );
});

const sample = `id: a
trigger: { use: core.manual, when: { left: "{{ $trigger.a }}", op: in, right: [x] } }
steps:
  - { id: b, if: { all: [{ left: 1, op: exists }] }, then: [{ id: c, set: { d: "{{ {'a': 1} }}" } }] }
  - id: d
    use: http.request
    with:
      text: |
        Hello {{ $trigger.name }}
    onError: continue
  - { id: f, wait: { for: 2h } }
`;

function step(text: string): string {
  return `${head}steps: [${text}]`;
}

function bomb(): string {
  const names = ['b', 'c', 'd', 'e', 'f'];
  const lines = names.map(
    (name, index) =>
      `${name}: &${name} [${Array(9)
        .fill(`*${index === 0 ? 'a' : names[index - 1]}`)
        .join(', ')}]`,
  );
  return `a: &a [x, x, x, x, x, x, x, x, x]\n${lines.join('\n')}`;
}
