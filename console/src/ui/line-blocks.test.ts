import { expect, test } from 'vitest';
import { lineBlocks } from './line-blocks.ts';

test.each([1, 399, 400, 401, 20_000])('the blocks of %d lines are the text', (count) => {
  const text = Array.from({ length: count }, (_, i) => `line ${i}`).join('\n');
  const blocks = lineBlocks(text);
  expect(blocks.map((block) => block.text).join('\n')).toBe(text);
  expect(blocks.reduce((sum, { lines }) => sum + lines, 0)).toBe(count);
  expect(Math.max(...blocks.map(({ lines }) => lines))).toBeLessThanOrEqual(400);
});
