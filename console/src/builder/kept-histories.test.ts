import { expect, test } from 'vitest';
import { EditHistory } from './edit-history.ts';
import { KeptHistories } from './kept-histories.ts';

test('the histories of the flows that were built last are kept, of the text they were left with', () => {
  const kept = new KeptHistories();
  const histories = Array.from({ length: 21 }, () => new EditHistory());
  const keep = (i: number) => kept.keep(`f${i}`, histories[i]!, 'text');
  for (let i = 0; i < 20; i += 1) keep(i);
  keep(0);
  keep(20);
  expect(kept.of('f0', 'text')).toBe(histories[0]);
  expect(kept.of('f20', 'text')).toBe(histories[20]);
  expect(kept.of('f20', 'another text')).not.toBe(histories[20]);
  expect(kept.of('f1', 'text')).not.toBe(histories[1]);
});
