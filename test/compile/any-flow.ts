import fc from 'fast-check';
import type { Json, JsonObject } from '#flows/language/json.ts';

const expression = fc.oneof(
  {
    arbitrary: fc.constantFrom(
      '{{ $trigger.body.a }}',
      '{{ $trigger.body.list }}',
      '{{ $trigger.body.list[0].b & "x" }}',
      '{{ $trigger.body.a + 1 }}',
      '{{ $run.id }}',
    ),
    weight: 60,
  },
  {
    arbitrary: fc.constantFrom('{{ $s1 }}', '{{ $s2.error.code }}', '{{ $i3.a }}', '{{ $now() }}', '{{ nonsense( }}'),
    weight: 1,
  },
);
const scalar = fc.oneof(
  fc.constantFrom<Json>('text', 'a {{ $trigger.body.a }} {{ $trigger.body.b }}', '{% x %}', '', 5, true, null),
  expression,
);
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b c'), scalar, { maxKeys: 2 }),
);
const left = '{{ $trigger.body.a }}';
const comparison = fc.constantFrom<JsonObject>(
  ...['equals', 'notEquals', 'gt', 'gte', 'lt', 'lte', 'contains'].map((op) => ({ left, op, right: 5 })),
  ...['startsWith', 'endsWith', 'matches'].map((op) => ({ left, op, right: 'te' })),
  ...['in', 'notIn'].map((op) => ({ left, op, right: [5, 'text'] })),
  ...['before', 'after'].map((op) => ({ left, op, right: '2026-05-01' })),
  ...['exists', 'empty', 'isTrue', 'isFalse'].map((op) => ({ left, op })),
  { left, op: 'between', right: [1, 9] },
  { left, op: 'withinLast', right: '2h' },
  { expr: '{{ $trigger.body.a > 4 }}' },
);
const condition = fc.letrec<{ condition: JsonObject }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2 },
    comparison,
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: tie('condition') }),
  ),
})).condition;

const text = fc.constantFrom('Hi', 'Hi {{ $trigger.body.a }}', '{{ $trigger.body.a }}');
const options = {
  onError: fc.constantFrom<Json>('fail', 'continue', [{ set: { failed: true } }]),
  disabled: fc.constantFrom(false, false, false, true),
};

const steps = fc.letrec<{ steps: Json[] }>((tie) => {
  const inside = tie('steps');
  const kind = (fields: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record({ ...fields, ...options }, { requiredKeys: Object.keys(fields) as never[] }) as fc.Arbitrary<JsonObject>;
  return {
    steps: fc.array(
      fc.oneof(
        { maxDepth: 2 },
        kind({
          use: fc.constant('slack.sendWebhookMessage'),
          connection: fc.constant('slack'),
          with: fc.record({ text }),
        }),
        kind({ set: fc.dictionary(fc.constantFrom('a', 'b'), value, { minKeys: 1 }) }),
        kind({ wait: fc.constantFrom({ for: '5s' }, { for: '2d' }, { until: '2026-05-02' }) }),
        kind({
          wait: fc.record({
            event: fc.constant('jira.issueUpdated'),
            connection: fc.constant('jira'),
            match: condition,
            timeout: fc.constant('1d'),
          }),
        }),
        kind({ call: fc.constant('other'), with: fc.record({ text }), await: fc.boolean() }),
        kind({ stop: fc.constantFrom('succeeded', 'failed'), output: value }),
        // biome-ignore lint/suspicious/noThenProperty: the word of the flow language
        kind({ if: condition, then: inside, else: inside }),
        kind({
          switch: value,
          cases: fc.dictionary(fc.constantFrom('x', '5'), inside, { minKeys: 1 }),
          default: inside,
        }),
        kind({
          forEach: fc.oneof(fc.constant('{{ $trigger.body.list }}'), fc.array(scalar, { minLength: 1, maxLength: 3 })),
          do: inside,
          onItemError: fc.constantFrom('fail', 'continue'),
        }),
        kind({
          repeat: fc.record({
            until: condition,
            every: fc.constantFrom('5s', '1h'),
            atMost: fc.constantFrom('30s', '2h', '{{ $trigger.body.a }}'),
          }),
          do: inside,
        }),
        kind({ parallel: fc.dictionary(fc.constantFrom('l', 'r'), inside, { minKeys: 1 }) }),
        kind({ try: inside, catch: inside }),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  };
}).steps;

/** Flow documents of every kind of step; most of them mean something. */
export const anyFlow = fc
  .record({
    trigger: fc.record({ use: fc.constant('core.webhook'), when: condition }, { requiredKeys: ['use'] }),
    steps,
    type: fc.constantFrom('express', 'standard', undefined),
    deadline: fc.constantFrom('30s', '2h', undefined),
  })
  .map(
    ({ steps, ...flow }) =>
      JSON.parse(JSON.stringify({ id: 'any', ...flow, steps: named(steps, { count: 0 }) })) as JsonObject,
  );

/** Gives every step an id of its own, and every loop a name for its items. */
function named(value: Json, ids: { count: number }): Json {
  if (Array.isArray(value)) return upToStop(value).map((item) => named(item, ids));
  if (value === null || typeof value !== 'object') return value;
  const isStep = ['use', 'call', 'set', 'wait', 'stop', 'if', 'switch', 'forEach', 'repeat', 'parallel', 'try'].some(
    (kind) => kind in value,
  );
  const id = isStep ? ++ids.count : 0;
  const inner = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(item, ids)]));
  return isStep ? { id: `s${id}`, ...inner, ...('forEach' in value && { as: `i${id}` }) } : inner;
}

function upToStop(list: Json[]): Json[] {
  const stop = list.findIndex(
    (item) => item !== null && typeof item === 'object' && 'stop' in item && !('disabled' in item),
  );
  return stop === -1 ? list : list.slice(0, stop + 1);
}
