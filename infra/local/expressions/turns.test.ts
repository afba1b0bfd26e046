import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('owners take turns, however much one of them has waiting', () => {
  const turns = new Turns<string>();
  for (const thing of ['a1', 'a2', 'a3', 'a4']) turns.add('a', thing);
  turns.add('b', 'b1');
  const taken = [turns.take(), turns.take()];
  turns.putBack('a', 'a1');
  turns.add('c', 'c1');
  taken.push(turns.take(), turns.take(), turns.take(), turns.take(), turns.take(), turns.take());
  expect(taken).toEqual(['a1', 'b1', 'a1', 'c1', 'a2', 'a3', 'a4', undefined]);
});
