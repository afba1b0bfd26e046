import { describe, expect, test } from 'vitest';
import { evaluate } from '#flows/expression/evaluate.ts';
import type { Condition, Expression, Value } from '#flows/language/flow.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { readValue } from '../1-parse/read-value.ts';
import { beginReading } from '../1-parse/reading.ts';
import { fromJson } from '../source/source-node.ts';
import { conditionText } from '../text/condition-text.ts';
import { valueText } from '../text/value-text.ts';

const place = { start: 0, pointer: [] };
const expression = (source: string): Expression => ({ source, ...place });
const run = (source: string) => evaluate(source, { trigger: { n: 1 } }, { now: 0, random: () => 0 });
const read = (value: Json) => readValue(fromJson(value), [], beginReading((pointer) => ({ pointer })).reading);
const judged = (kind: 'all' | 'any', sources: string[]): Condition => ({
  kind,
  of: sources.map((source) => ({ kind: 'expression', expression: expression(source), pointer: [] })),
  pointer: [],
});

test.each([2, 32, 33, 500])('a text of %d parts is joined', async (count) => {
  const parts = Array.from({ length: count }, (_, index) => expression(`$trigger.n + ${index}`));
  const value: Value = { kind: 'text', parts: parts.flatMap((part) => [part, ' ']), pointer: [] };
  expect(await run(valueText(value))).toBe(parts.map((_, index) => `${index + 1} `).join(''));
});

const written = '{{ $trigger.n + 1 }}';
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const fields = (count: number, make: (index: number) => Json) =>
  Object.fromEntries(times(count, (index) => [`f${index}`, make(index)]));
const longValues: Record<string, (count: number) => Json> = {
  numbers: (count) => times(count, (index) => index),
  expressions: (count) => times(count, () => written),
  'texts with expressions': (count) => times(count, (index) => `a ${written} ${index} ${written}`),
  'lists of lists': (count) => times(count, (index) => times(index % 40, () => [written, [index], []])),
  'fields of a card': (count) => times(count, () => ({ a: 1, b: written, c: `t ${written}`, d: [1, 2, written, {}] })),
  'an object with many fields': (count) => fields(count, () => `a ${written} of ${written}: ${written}`),
  'an object with lists': (count) => fields(count, () => times(30, () => written)),
};

/** The value with what its expressions give. */
function workedOut(value: Json): Json {
  if (value === written) return 2;
  if (typeof value === 'string') return value.replaceAll(written, '2');
  if (Array.isArray(value)) return value.map(workedOut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, workedOut(inside)]));
}

describe.each(Object.entries(longValues))('%s', (_, make) => {
  test.each([0, 1, 10, 60, 300])('%d of them', async (count) => {
    const text = valueText(read(make(count)));
    expect(await run(text)).toEqual(workedOut(make(count)));
  });
});

test('a value without a result is left out of a long list and a long object, or null in it', async () => {
  const list = times(100, (index) => (index % 2 === 0 ? '{{ $trigger.none }}' : written));
  const object = fields(100, (index) => (index % 2 === 0 ? '{{ $trigger.none }}' : written));
  expect(await run(valueText(read(list)))).toEqual(times(50, () => 2));
  expect(await run(valueText(read(list), 'null'))).toEqual(times(100, (index) => (index % 2 === 0 ? null : 2)));
  expect(Object.keys((await run(valueText(read(object)))) as JsonObject)).toHaveLength(50);
  expect(await run(valueText(read(object), 'null'))).toMatchObject({ f0: null, f1: 2, f98: null });
});

test.each([1, 16, 17, 300])('%d conditions are judged from the first to the last', async (count) => {
  const alike = (source: string) => Array.from({ length: count }, () => source);
  expect(await run(conditionText(judged('all', alike('$trigger.n = 1'))))).toBe(true);
  expect(await run(conditionText(judged('all', [...alike('$trigger.n = 1'), 'false', '$error("late")'])))).toBe(false);
  expect(await run(conditionText(judged('any', alike('$trigger.n = 2'))))).toBe(false);
  expect(await run(conditionText(judged('any', [...alike('$trigger.n = 2'), 'true', '$error("late")'])))).toBe(true);
});
