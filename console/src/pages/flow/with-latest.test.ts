import { expect, test } from 'vitest';
import { type FlowDetail, withLatest } from './with-latest.ts';

const detail = (revision: number, source: string, state: FlowDetail['state'] = 'on') =>
  ({ revision, source, state }) as FlowDetail;

test.each([
  ['the text stays on its revision', detail(1, 'a'), detail(2, 'b'), [1, 'a', 'on']],
  ['but the state is news', detail(1, 'a'), detail(2, 'b', 'paused'), [1, 'a', 'paused']],
  ['an older answer is dropped', detail(3, 'c'), detail(2, 'b', 'paused'), [3, 'c', 'on']],
])('%s', (_, saved, latest, expected) => {
  const { revision, source, state } = withLatest(saved, latest);
  expect([revision, source, state]).toEqual(expected);
});
