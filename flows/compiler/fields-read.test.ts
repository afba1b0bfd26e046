import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '#flows/expression/evaluate.ts';
import { type Fields, heaviestField, keepFields } from '#flows/language/fields.ts';
import type { Json } from '#flows/language/json.ts';
import { parseFlow } from './1-parse/parse.ts';
import { fieldsRead } from './fields-read.ts';
import { operatorText } from './text/operator-text.ts';

const fetch = "- { id: fetch, use: http.request, with: { url: 'https://a.example' } }";

function readOf(steps: string): Json {
  const text = `id: a\nname: A\ntrigger: { use: core.manual }\nsteps:\n${steps.replace(/^/gm, '  ')}\n`;
  const { flow, problems } = parseFlow(text, 'yaml');
  if (!flow) throw new Error(JSON.stringify(problems));
  return plain(fieldsRead(flow, 'fetch'));
}

function plain(fields: Fields): Json {
  return fields === 'all' ? 'all' : Object.fromEntries([...fields].map(([name, inner]) => [name, plain(inner)]));
}

test.each<[string, string, Json]>([
  ['nothing', '{{ 1 }}', {}],
  ['the whole value', '{{ $fetch }}', 'all'],
  ['one field', '{{ $fetch.body.total }}', { body: { total: 'all' } }],
  ['fields in a text', '{{ $fetch.status }} and {{ $fetch.body.a }}', { status: 'all', body: { a: 'all' } }],
  ['a field of every item', '{{ $sum($fetch.body.items.price) }}', { body: { items: { price: 'all' } } }],
  ['a list that is kept a list', '{{ $fetch.body.items[].price }}', { body: { items: { price: 'all' } } }],
  ['a field with a space', '{{ $fetch.body."a b" }}', { body: { 'a b': 'all' } }],
  ['a wider read swallows a narrower one', '{{ $fetch.body.a & $string($fetch.body) }}', { body: 'all' }],
  ['a predicate', '{{ $fetch.body.items[price > $fetch.body.least].name }}', { body: { items: 'all', least: 'all' } }],
  ['an index', '{{ $fetch.body.items[0].name }}', { body: { items: 'all' } }],
  ['an index of the value itself', '{{ $fetch[0].body }}', 'all'],
  ['sorting', '{{ $fetch.body.items^(price).name }}', { body: { items: 'all' } }],
  ['grouping', '{{ $fetch.body.items{name: $sum(price)} }}', { body: { items: 'all' } }],
  ['a block', '{{ $fetch.body.(a + b) }}', { body: 'all' }],
  ['a wildcard', '{{ $fetch.headers.*.x }}', { headers: 'all' }],
  ['descendants', '{{ $fetch.**.x }}', 'all'],
  ['a bound item', '{{ $fetch.body.items@$i.name }}', 'all'],
  ['a bound index', '{{ $fetch.body.items#$i.name }}', 'all'],
  ['the parent', '{{ $fetch.body.items.price.%.name }}', 'all'],
  ['another name for it', '{{ ($f := $fetch; $f.body.a) }}', 'all'],
  ['a computed field', '{{ $lookup($fetch.body, $trigger.field) }}', { body: 'all' }],
  ['a function in a path', '{{ $fetch.body.$keys() }}', { body: 'all' }],
  ['whether it exists', '{{ $exists($fetch.body.a) and $exists($fetch.headers) }}', { body: { a: {} }, headers: {} }],
  ['how many there are', '{{ $count($fetch.body.items) & $count($fetch) }}', { body: { items: {} } }],
  ['how many of what is computed', '{{ $count($fetch.body.items[price > 1]) }}', { body: { items: 'all' } }],
  ['another count', '{{ ($count := function($x) { $x.a }; $count($fetch.body)) }}', { body: 'all' }],
  ['a count that is handed on', '{{ $map([$fetch.body], $count) & $count($fetch.body) }}', { body: 'all' }],
  ['inside a function', '{{ $map([1], function($i) { $fetch.body.a + $i }) }}', { body: { a: 'all' } }],
])('of an expression: %s', (_name, expression, fields) => {
  expect(readOf(`${fetch}\n- { id: vars, set: { x: ${JSON.stringify(expression)} } }`)).toEqual(fields);
});

const inside = fetch.replace(/^/gm, '    ');
test.each<[string, string, Json]>([
  [
    'a condition',
    `${fetch}\n- { id: c, if: { left: "{{ $fetch.body.a }}", op: empty }, then: [] }`,
    { body: { a: 'all' } },
  ],
  [
    'a condition that asks whether it exists',
    `${fetch}\n- { id: c, if: { left: "{{ $fetch.body }}", op: exists }, then: [] }`,
    { body: {} },
  ],
  [
    'a condition that asks whether something computed exists',
    `${fetch}\n- { id: c, if: { left: "{{ $fetch.body[x = 1] }}", op: exists }, then: [] }`,
    { body: 'all' },
  ],
  ['a disabled step', `${fetch}\n- { id: vars, disabled: true, set: { x: "{{ $fetch.body }}" } }`, { body: 'all' }],
  [
    'an if that takes its value',
    `- id: pick\n  if: { left: a, op: exists }\n  then:\n${inside}\n- { id: vars, set: { x: "{{ $pick.body.a }}" } }`,
    { body: { a: 'all' } },
  ],
  [
    'an if, when it is not the last step of a path',
    `- id: pick\n  if: { left: a, op: exists }\n  then:\n${inside}\n    - { id: b, set: { y: 1 } }\n- { id: vars, set: { x: "{{ $pick.body.a }}" } }`,
    {},
  ],
  [
    'a branch of a parallel',
    `- id: fan\n  parallel:\n    one:\n${inside.replace(/^/gm, '  ')}\n    two: []\n- { id: vars, set: { x: "{{ $fan.one.body.a & $fan.two.body.b }}" } }`,
    { body: { a: 'all' } },
  ],
  [
    'the results of a loop',
    `- id: lines\n  forEach: [1, 2]\n  as: line\n  do:\n${inside}\n- { id: vars, set: { x: "{{ $lines.results.body.a }}" } }`,
    { body: { a: 'all' } },
  ],
  [
    'the items of a loop',
    `${fetch}\n- id: lines\n  forEach: "{{ $fetch.body.items }}"\n  as: line\n  do:\n    - { id: vars, set: { x: "{{ $line.price }}" } }`,
    { body: { items: { price: 'all' } } },
  ],
  [
    'the items of a loop in a loop',
    `${fetch}\n- id: orders\n  forEach: "{{ $fetch.body }}"\n  as: order\n  do:\n    - id: lines\n      forEach: "{{ $order.lines }}"\n      as: line\n      do:\n        - { id: vars, set: { x: "{{ $line.price & $order.id }}" } }`,
    { body: { lines: { price: 'all' }, id: 'all' } },
  ],
  [
    'items that are computed',
    `${fetch}\n- id: lines\n  forEach: "{{ $fetch.body.items[price > 1] }}"\n  as: line\n  do:\n    - { id: vars, set: { x: "{{ $line.price }}" } }`,
    { body: { items: 'all' } },
  ],
  [
    'steps that follow an error',
    `- id: first\n  use: http.request\n  with: { url: 'https://b.example' }\n  onError:\n${inside}\n- { id: vars, set: { x: "{{ $first.body.a }}" } }`,
    { body: { a: 'all' } },
  ],
])('through %s', (_name, steps, fields) => {
  expect(readOf(steps)).toEqual(fields);
});

const scalar = fc.constantFrom(null, true, 0, 1, 2, '', 'a');
const odd = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), scalar, { maxKeys: 3 });
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    { weight: 1, arbitrary: scalar },
    { weight: 1, arbitrary: odd },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 6, arbitrary: fc.record({ a: tie('value'), b: tie('value'), c: tie('value') }) },
  ),
}));
const path = fc
  .array(fc.constantFrom('a', 'b', 'c'), { minLength: 0, maxLength: 3 })
  .map((parts) => ['$fetch', ...parts].join('.'));
const expression = fc
  .tuple(
    path,
    path,
    fc.constantFrom(
      'P',
      '$exists(P)',
      '$count(P)',
      '$string(P)',
      '[P, Q]',
      '{"x": P, "y": Q}',
      'P = Q',
      'P[0]',
      'P[$exists(a)].b',
      'P[].c',
      '$map(P, function($i) { $i.a })',
      'P.(a = b)',
      'P.*',
    ),
  )
  .map(([p, q, shape]) => shape.replaceAll('P', p).replaceAll('Q', q));

/** What a flow that fetches and then takes this step keeps of what was fetched. */
function keptFor(whole: Json, step: Json): Json {
  const trigger = { use: 'core.manual' };
  const steps = [{ id: 'fetch', use: 'http.request' }, step];
  const { flow, problems } = parseFlow(JSON.stringify({ id: 'a', name: 'A', trigger, steps }), 'json');
  if (!flow) throw new Error(JSON.stringify(problems));
  return keepFields(whole, fieldsRead(flow, 'fetch'));
}

const outcome = (text: string, whole: Json) =>
  evaluate(text, { fetch: whole }, { now: 0, random: () => 0 }).then(
    (result) => ({ result }),
    (error: Error) => ({ error: error.name }),
  );

test('an expression gives the same for what is kept as for the whole', async () => {
  await fc.assert(
    fc.asyncProperty(value, expression, async (whole, text) => {
      const kept = keptFor(whole, { id: 'vars', set: { x: `{{ ${text} }}` } });
      expect(await outcome(text, kept)).toEqual(await outcome(text, whole));
    }),
    { numRuns: 1000 },
  );
});

test('whether something exists is judged alike', async () => {
  await fc.assert(
    fc.asyncProperty(value, path, async (whole, left) => {
      // biome-ignore lint/suspicious/noThenProperty: a word of flows
      const kept = keptFor(whole, { id: 'c', if: { left: `{{ ${left} }}`, op: 'exists' }, then: [] });
      const judged = `function($l) { ${operatorText('exists', undefined)} }(${left})`;
      expect(await outcome(judged, kept)).toEqual(await outcome(judged, whole));
    }),
    { numRuns: 500 },
  );
});

test('the heaviest field that is read whole is named', () => {
  const whole = { status: 200, body: { items: [{ text: 'x'.repeat(100) }, { text: 'y' }], note: 'z'.repeat(50) } };
  const read = (expression: string) => {
    const { flow } = parseFlow(
      JSON.stringify({
        id: 'a',
        name: 'A',
        trigger: { use: 'core.manual' },
        steps: [
          { id: 'fetch', use: 'http.request' },
          { id: 'vars', set: { x: expression } },
        ],
      }),
      'json',
    );
    return heaviestField(whole, fieldsRead(flow!, 'fetch'));
  };
  expect(read('{{ $fetch.status & $fetch.body.note & $fetch.body.items.text }}')).toBe('body.items.text');
  expect(read('{{ $fetch }}')).toBe('');
});
