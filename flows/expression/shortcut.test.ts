import fc from 'fast-check';
import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { evaluate } from './evaluate.ts';
import { shortcut, unsure } from './shortcut.ts';

const bindings = {
  t: { a: { b: 'text', n: 4, z: 0, e: '', no: null, yes: true, list: [1, 'two', null], one: [7], o: { k: 1 } } },
  states: { input: { output: { x: 1 } }, context: { Execution: { Input: { trigger: { body: { key: 'OPS-1' } } } } } },
  list: [{ a: 1 }, { a: 2 }],
  empty: [],
  nothing: null,
};
const quick = (source: string) => shortcut(jsonata(source).ast());

test.each<[string, unknown]>([
  ['$t.a.b', 'text'],
  ['$t.a.missing.further', undefined],
  ['$t.a.no.further', undefined],
  ['$t.a.list', [1, 'two', null]],
  ['$missing', undefined],
  ['($x := $t.a.n; $x := $x + 1; $x)', 5],
  ['($x := 1; ($x := 2); $x)', 1],
  ['function($l, $r) { $l in $r }(($t.a.b), ["text", "other"])', true],
  ['function($l, $r) { $r }($t.a.b)', undefined],
  [
    '{"a": $t.a.b & ": " & $t.a.n & $t.a.no & $missing, "b": $missing, "c": [$t.a.n, [$t.a.z], $missing]}',
    { a: 'text: 4null', c: [4, [0]] },
  ],
  ['$exists($t.a.b) ? $t.a.n : 0', 4],
  ['$missing.x ? 1', undefined],
  ['$not($t.a.e) and $t.a.yes and $t.a.b', true],
  ['$merge([{"k": 1}, $states.input])', { k: 1, output: { x: 1 } }],
  ['$type($t.a.no) & $type($t.a.list)', 'nullarray'],
  ['$t.a.n > 3 and $t.a.n <= 4 and $t.a.n - 4 = 0', true],
  ['$missing != 1', false],
])('%s', (source, value) => {
  expect(quick(source)!(bindings)).toEqual(value);
});

test.each([
  '$list.a',
  '$t.a.list.x',
  '$t.a.o & ""',
  '$t.a.n & $t.a.n / 3',
  '$t.a.o = $t.a.o',
  '[$list]',
  '$merge([1])',
  '$sum',
  '1e300 + 1.5 > "x"',
  '$t.a.b & 0.1',
  '($exists := 1; $exists(2))',
])('%s is left to JSONata', (source) => {
  const plan = quick(source);
  expect(plan ? plan(bindings) : unsure).toBe(unsure);
});

test.each([
  '$t.a[a=0]',
  '$t.a[-1]',
  '$t.*',
  '$.a',
  'a',
  '$map($list, function($x) { $x.a })',
  '$t{"a": 1}',
  '($f := function() { 1 }; $f())',
  '{$t.a.b: 1}',
  '{"a": 1, "a": 2}',
  '{"__proto__": 1}',
  '$t.a^(b)',
  '$now()',
  '`$t`.a',
  '$t.a.list[]',
  '/x/',
])('%s has no shortcut that knows better', (source) => {
  const plan = quick(source);
  expect(plan ? plan(bindings) : unsure).toBe(unsure);
});

test('what it builds is bounded as JSONata bounds it', async () => {
  const big = { text: 'x'.repeat(200_000) };
  const source = '{"a": $b.text, "b": $b.text, "c": $b.text, "d": $b.text, "e": $b.text, "f": $b.text}';
  const plan = quick(source)!;
  expect(plan({ b: big })).toBe(unsure);
  for (let time = 0; time < 2; time++) {
    await expect(evaluate(source, { b: big }, { now: 0, random: () => 0 })).rejects.toThrow('more than 1 MB');
  }
});

const name = fc.constantFrom('a', 'b', 'n', 'list', 'no', '_jsonata_lambda');
const scalar = fc.oneof(fc.constantFrom('', 'High', '5', 0, -0, 1, 2.5, true, false, null), fc.integer());
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const one = tie('expression');
  return {
    expression: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      scalar.map((value) => JSON.stringify(value)),
      fc.constantFrom('$x', '$y', '$t', '$missing', '$string'),
      fc
        .tuple(fc.constantFrom('$x', '$y', '$t'), fc.array(name, { minLength: 1, maxLength: 3 }))
        .map(([v, path]) => [v, ...path].join('.')),
      fc
        .tuple(one, fc.constantFrom('&', '=', '!=', 'in', 'and', 'or', '+', '-', '<', '<=', '>', '>='), one)
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(one, one, one).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc.tuple(one, one).map(([a, b]) => `{"k": ${a}, "l": ${b}}`),
      fc.tuple(one, one).map(([a, b]) => `[${a}, ${b}]`),
      fc.tuple(one, one).map(([a, b]) => `($x := ${a}; ${b})`),
      fc.tuple(one, one).map(([a, b]) => `function($y, $z) { ${b} }(${a})`),
      fc.tuple(fc.constantFrom('$exists', '$not', '$type'), one).map(([f, a]) => `${f}(${a})`),
      fc.tuple(one, one).map(([a, b]) => `$merge([${a}, ${b}])`),
    ),
  };
});
const data = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar as fc.Arbitrary<Json>,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
})).value;

test('a shortcut gives what JSONata gives, also its mistakes', { timeout: 60_000 }, async () => {
  let sources = 0;
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(expression, data, data, data, async (text, t, x, y) => {
      const source = `/* ${++sources} */ ${text}`;
      const given = { t, x, y };
      const end = () =>
        evaluate(source, given, { now: 0, random: () => 0.5 }).then(
          (value) => ({ value }),
          ({ code, message }) => ({ code, message }),
        );
      const plan = quick(source);
      if (plan && plan(given) !== unsure) taken++;
      const first = await end();
      expect(await end()).toStrictEqual(first);
    }),
    { numRuns: 3000 },
  );
  expect(taken / sources).toBeGreaterThan(0.3);
});
