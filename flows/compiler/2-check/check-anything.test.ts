import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { describeProblem } from '#flows/language/describe-problem.ts';
import { operators } from '#flows/language/operators.ts';
import { checkFlow } from './check.ts';
import { testCatalogue } from './find-marked.ts';

const tokens =
  '$ $$ $a $b $trigger $item $run .x .id [0] [ ] ( ) { } . , ; : := ? ~> & + - * / % @$v #$i ^( < > = != and or in "t" \'t\' `n` /r/ /(?=a)/ | function($v) $map $filter $now $sum( $nope( 1 ..  ?? ?: true null'.split(
    ' ',
  );
const expression = fc.array(fc.constantFrom(...tokens), { maxLength: 12 }).map((parts) => `{{ ${parts.join(' ')} }}`);
const scalar = fc.oneof(
  expression,
  fc.constantFrom('text', 'a {{ $a.id }} b', '', '{{'),
  fc.integer(),
  fc.constant(null),
);
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'value' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('id', 'limit', 'url', 'by', 'lines', 'x'), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const inputs = fc.dictionary(fc.constantFrom('id', 'limit', 'url', 'by', 'lines', 'text'), value, { maxKeys: 3 });
const condition = fc.letrec<{ condition: unknown }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'condition' },
    fc.record({ left: value, op: fc.constantFrom(...operators), right: value }, { requiredKeys: ['left', 'op'] }),
    fc.record({ expr: expression }),
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: tie('condition') }),
  ),
})).condition;
const id = fc.constantFrom('a', 'b', 'c', 'd', 'count', 'item', '名');
const use = fc.constantFrom(
  'shop.find',
  'shop.pay',
  'shop.note',
  'http.request',
  'jira.getIssue',
  'no.thing',
  'shop.paid',
);
const steps = fc.letrec<{ steps: unknown[] }>((tie) => {
  const inside = tie('steps');
  const base = { disabled: fc.boolean(), onError: fc.oneof(fc.constantFrom('fail', 'continue'), inside) };
  const kind = (own: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record({ id, ...base, ...own }, { requiredKeys: ['id', ...Object.keys(own)] as never[] });
  return {
    steps: fc.array(
      fc.oneof(
        { maxDepth: 2, depthIdentifier: 'steps' },
        kind({ use, with: inputs }),
        kind({ set: inputs }),
        // biome-ignore lint/suspicious/noThenProperty: the word of the flow language
        kind({ if: condition, then: inside, else: inside }),
        kind({ switch: value, cases: fc.dictionary(fc.constantFrom('x', 'y'), inside, { minKeys: 1 }) }),
        kind({ forEach: value, as: id, do: inside }),
        kind({ parallel: fc.dictionary(fc.constantFrom('x', 'y'), inside, { minKeys: 1 }) }),
        kind({ wait: fc.record({ event: fc.constantFrom('shop.paid', 'core.manual'), match: condition }) }),
        kind({ wait: fc.record({ until: value }) }),
        kind({ call: fc.constantFrom('f', 'other'), await: fc.boolean(), with: inputs }),
        kind({ try: inside, catch: inside }),
        kind({ stop: fc.constantFrom('succeeded', 'failed'), output: value }),
      ),
      { maxLength: 4 },
    ),
  };
}).steps;
const flow = fc.record({
  id: fc.constant('f'),
  trigger: fc.record(
    { use: fc.constantFrom('core.webhook', 'core.schedule', 'shop.paid', 'no.thing'), with: inputs, when: condition },
    { requiredKeys: ['use'] },
  ),
  steps,
});

test('no flow makes the checks throw; every finding has a place and says what to do', { timeout: 120_000 }, () => {
  const codes = new Set<string>();
  fc.assert(
    fc.property(flow, (document) => {
      const { flow: parsed, problems, place } = parseFlow(JSON.stringify(document, null, 1), 'json');
      const found = parsed ? checkFlow(parsed, { catalogue: testCatalogue, place, connections: {} }) : [];
      for (const problem of [...problems, ...found]) {
        codes.add(problem.code);
        expect(problem.position, problem.code).toBeDefined();
        for (const language of ['en', 'zh'] as const) {
          const { message, help } = describeProblem(problem, language);
          expect(message, problem.code).not.toMatch(/undefined|\[\[|\]\]/);
          expect(help, problem.code).not.toBe('');
        }
      }
    }),
    { numRuns: 60 },
  );
  // What it looks at is worth looking at: most checks found something.
  expect(codes.size).toBeGreaterThan(20);
});
