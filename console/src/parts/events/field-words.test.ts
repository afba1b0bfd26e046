import { expect, test } from 'vitest';
import type { App } from '../../app/app.svelte.ts';
import { fieldWords } from './field-words.ts';

const app = { t: (key: string) => (key === 'clause' ? ', ' : key), language: { current: 'zh' } } as unknown as App;
const event = {
  properties: { issue: { properties: { status: { 'x-label': { en: 'Status', zh: '状态' } }, dueDate: {} } } },
};

test.each([
  ['$trigger.body.total', 'Total'],
  ['$trigger.body', 'Body'],
  ['$trigger.issue.status', 'Issue › 状态'],
  ['$trigger.issue.dueDate', 'Issue › Due date'],
  ['$count($trigger.body.lines)', 'Lines, data.change.count'],
  ['$env.LIMIT', 'env.LIMIT'],
  ['$trigger.a + 1', '$trigger.a + 1'],
])('%s reads %s', (source, words) => {
  const expression = { source, start: 2, pointer: [] };
  expect(fieldWords(app, event, { kind: 'expression', expression, pointer: [] })).toBe(words);
});
