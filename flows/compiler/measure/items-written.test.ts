import { expect, test } from 'vitest';
import { evaluate } from '#flows/expression/evaluate.ts';
import { itemsWritten } from './items-written.ts';

test.each([
  '[]',
  '[1]',
  ' [1, "two", true, null, -4] ',
  '[0..23]',
  '[1..3, 7, -2..2]',
  '[5..1]',
  '[[1, 2], [3], []]',
  '[{"a": 1}, {"b": $x}]',
])('%s is counted as it is worked out', async (source) => {
  const list = await evaluate(source, { x: 1 }, { now: 0, random: () => 0.5 });
  expect(itemsWritten(source)).toBe((list as unknown[]).length);
});

test.each([
  '$x',
  '[$x]',
  '[1..$x]',
  '[1, $f()]',
  '[1, 2][0]',
  '[1, 2].a',
  '$count([1, 2])',
  '[1, 2',
  '[1]{"a": $}',
  '[1.5..2]',
])('only the run tells how many %s has', (source) => expect(itemsWritten(source)).toBeUndefined());
