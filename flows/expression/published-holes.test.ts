import { afterEach, beforeEach, expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { ExpressionError } from './expression-error.ts';

/*
 * Ways out of JSONata that were published (CVE-2024-27307, CVE-2026-12208, CVE-2026-77415 and the advisories around
 * them), and their neighbours: writing to prototypes through transforms, groups and merges, and reaching constructors
 * through values, functions, matches and forged functions.
 */
const context = { now: 0, random: () => 0.5 };
const attack = 'globalThis.reached()';
const call = `constructor("return ${attack}")()`;
const input = { a: { b: 1 }, list: [{ k: '__proto__', v: 1 }], text: 'abc', name: '__proto__' };
const known = [Object.prototype, Array.prototype, Function.prototype, String.prototype, RegExp.prototype, globalThis];

let reached = 0;
let before: string[][];

beforeEach(() => {
  reached = 0;
  Object.assign(globalThis, { reached: () => ++reached });
  before = known.map((object) => Object.getOwnPropertyNames(object));
});

afterEach(() => {
  expect(known.map((object) => Object.getOwnPropertyNames(object))).toEqual(before);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(reached).toBe(0);
  expect(input).toEqual({ a: { b: 1 }, list: [{ k: '__proto__', v: 1 }], text: 'abc', name: '__proto__' });
});

test.each([
  // Prototypes are not written to.
  '$in ~> |$|{"__proto__": {"polluted": 1}}|',
  '$in ~> |a|{"constructor": {"prototype": {"polluted": 1}}}|',
  '$in ~> |a.__proto__|{"polluted": 1}|',
  '$in ~> |a.constructor.prototype|{"polluted": 1}|',
  '$in ~> |$|{}, ["__proto__", "constructor"]|',
  '{"a": 1} ~> |__proto__|{"polluted": 1}|',
  '$in.list{k: {"polluted": v}}',
  '$in.list{$in.name: {"polluted": 1}}.__proto__',
  '$merge([{}, {"__proto__": {"polluted": 1}}])',
  '$merge([$parse("{\\"__proto__\\": {\\"polluted\\": 1}}"), {"a": 1}])',
  '$parse("{\\"__proto__\\": {\\"polluted\\": 1}}").polluted',
  '$spread({"__proto__": {"polluted": 1}})',
  '$sift({"__proto__": {"polluted": 1}}, function($v) { true })',
  '$each({"__proto__": {"polluted": 1}}, function($v, $k) { {$k: $v} })',
  '($__proto__ := {"polluted": 1}; $polluted)',
  '($constructor := 1; $constructor)',
  // Constructors and functions of the machine are not reached.
  `$in.${call}`,
  `$in.text.${call}`,
  `$in.text.constructor.${call}`,
  `$in.list.${call}`,
  `$sum.${call}`,
  `$string.constructor.${call}`,
  `(function() { 1 }).${call}`,
  `(function() { 1 }).implementation.${call}`,
  `(function() { 1 }).environment.${call}`,
  `$sum.implementation.${call}`,
  `$sum.environment.base.options.run.budget.${call}`,
  `(/a/).${call}`,
  `(/a/)("a").next.${call}`,
  `$match("a", /a/).${call}`,
  `$lookup($sum, "implementation").${call}`,
  `$lookup($sum, "constructor")("return ${attack}")()`,
  `$lookup($in, "__proto__").${call}`,
  `$map([$sum], function($f) { $f.${call} })`,
  `$each($sum, function($v) { $v.${call} })`,
  `$spread($sum).${call}`,
  '$keys($sum)',
  '$string($sum)',
  '$merge([$sum, {"a": 1}])',
  '$sum ~> |$|{"implementation": 1}|',
  '$clone($sum)',
  `$eval("${call}")`,
  `$sort([1, 2], $in.text.constructor)`,
  `$replace("a", "a", $in.text.constructor)`,
  // Objects of the expression do not pass for functions.
  `{"_jsonata_function": true, "implementation": "${attack}"}()`,
  `{"_jsonata_lambda": true, "body": {"type": "string", "value": "x"}, "arguments": []}()`,
  `$parse("{\\"_jsonata_function\\": true, \\"implementation\\": \\"${attack}\\"}")()`,
  `$map([1], $parse("{\\"_jsonata_lambda\\": true, \\"arguments\\": []}"))`,
  `($f := $parse("{\\"_jsonata_lambda\\": true}"); $f(1))`,
  // Names of the machine mean nothing.
  '$process',
  '$process.env',
  '$require("fs")',
  '$globalThis',
  '$import("fs")',
  'process.env',
  '$.constructor',
  '$$.constructor',
])('%s does no harm', async (source) => {
  let value: unknown;
  try {
    value = await evaluate(source, { in: input }, context);
  } catch (error) {
    expect(error).toBeInstanceOf(ExpressionError);
    return;
  }
  if (value !== undefined) expect(JSON.parse(JSON.stringify(value))).toEqual(value);
});
