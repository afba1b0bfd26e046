import { expect, test } from 'vitest';
import { findTemplates, usesOf } from './find-templates.ts';
import { readTemplates } from './template-files.ts';

const templates = readTemplates();
const nameOf = (id: string) => (id === 'feishu' ? '飞书' : id);

test.each<[string, string | undefined, string[]]>([
  // search, category, what is found
  ['', 'sales', ['order-to-two-channels']],
  ['ORDERS large', undefined, ['order-to-two-channels']],
  ['大额订单', undefined, ['order-to-two-channels']],
  ['slack', undefined, ['daily-numbers', 'order-to-two-channels']],
  ['飞书 slack', 'operations', ['daily-numbers']],
  ['nothing of this kind', undefined, []],
  ['slack', 'projects', []],
])('%s in %s finds %j', (search, category, ids) => {
  expect(
    findTemplates(templates, { search, category }, nameOf)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(ids);
});

test('without a search and a category all are shown', () => {
  expect(findTemplates(templates, { search: ' ', category: undefined }, nameOf)).toEqual(templates);
});

test('a template shows what it connects once, its trigger first', () => {
  const orders = templates.find(({ id }) => id === 'order-to-two-channels')!;
  expect(usesOf(orders)).toEqual(['core.webhook', 'feishu.sendBotMessage', 'slack.sendWebhookMessage']);
});
