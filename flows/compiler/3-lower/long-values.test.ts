import { expect, test } from 'vitest';
import { evaluate } from '#flows/expression/evaluate.ts';
import type { Condition, Expression, Value } from '#flows/language/flow.ts';
import { conditionText } from '../text/condition-text.ts';
import { valueText } from '../text/value-text.ts';

const place = { start: 0, pointer: [] };
const expression = (source: string): Expression => ({ source, ...place });
const run = (source: string) => evaluate(source, { trigger: { n: 1 } }, { now: 0, random: () => 0 });
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

test.each([1, 16, 17, 300])('%d conditions are judged from the first to the last', async (count) => {
  const alike = (source: string) => Array.from({ length: count }, () => source);
  expect(await run(conditionText(judged('all', alike('$trigger.n = 1'))))).toBe(true);
  expect(await run(conditionText(judged('all', [...alike('$trigger.n = 1'), 'false', '$error("late")'])))).toBe(false);
  expect(await run(conditionText(judged('any', alike('$trigger.n = 2'))))).toBe(false);
  expect(await run(conditionText(judged('any', [...alike('$trigger.n = 2'), 'true', '$error("late")'])))).toBe(true);
});
