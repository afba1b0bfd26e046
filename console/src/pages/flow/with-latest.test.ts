import { expect, test } from 'vitest';
import { type FlowDetail, withLatest } from './with-latest.ts';

const detail = (revision: number, source: string, state: FlowDetail['state'] = 'on') =>
  ({ revision, source, state }) as FlowDetail;

test.each([
  ['untouched text follows the server', { saved: detail(1, 'a'), text: 'a' }, detail(2, 'b'), [2, 'b', 'b', 'on']],
  ['typed text stays on its revision', { saved: detail(1, 'a'), text: 'mine' }, detail(2, 'b'), [1, 'a', 'mine', 'on']],
  [
    'but the state is news',
    { saved: detail(1, 'a'), text: 'mine' },
    detail(1, 'a', 'paused'),
    [1, 'a', 'mine', 'paused'],
  ],
  ['an older answer is dropped', { saved: detail(3, 'c'), text: 'c' }, detail(2, 'b', 'paused'), [3, 'c', 'c', 'on']],
])('%s', (_, edited, latest, expected) => {
  const { saved, text } = withLatest(edited, latest);
  expect([saved.revision, saved.source, text, saved.state]).toEqual(expected);
});
