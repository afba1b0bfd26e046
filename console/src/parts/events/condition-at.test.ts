import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import en from '../../../../flows/text/en/console.json';
import zh from '../../../../flows/text/zh/console.json';
import { fill } from '../../i18n/fill.ts';
import { conditionAt } from './condition-at.ts';
import { conditionSentence } from './condition-sentence.ts';

const { flow } = parseFlow(
  `id: x
trigger:
  use: core.webhook
  when:
    all:
      - { left: "{{ $trigger.body.total }}", op: gte, right: 500 }
      - { any: [{ left: "{{ $trigger.body.kind }}", op: in, right: [bug, task] }, { not: { left: "{{ $trigger.body.note }}", op: exists } }] }
steps: [{ id: a, set: { b: 1 } }]
`,
  'yaml',
);
const when = flow!.trigger.when!;

const speaker = (texts: Record<string, string>, locale: string) => ({
  t: (key: keyof typeof en, holes = {}) => fill(texts[key]!, holes, locale),
  language: {
    find: (key: string, holes = {}, other: string) => (texts[key] ? fill(texts[key], holes, locale) : other),
  },
});

test.each([
  ['when.all[0]', 'total'],
  ['when.all[1].any[0]', 'kind'],
  ['when.all[1].any[1].not', 'note'],
  ['when.all[7]', undefined],
  ['when.any[0]', undefined],
])('%s leads to %s', (path, field) => {
  const found = conditionAt(when, path);
  const left = found?.kind === 'compare' && found.left.kind === 'expression' ? found.left.expression.source : undefined;
  expect(left?.trim()).toBe(field && `$trigger.body.${field}`);
});

test.each([
  [{ op: 'gte', left: 129.5, right: 500 }, 'total is 129.5, at least 500 is wanted', 'total 是 129.5，要求至少为 500'],
  [{ op: 'gte', right: 500 }, 'total is missing, at least 500 is wanted', 'total 缺失，要求至少为 500'],
  [
    { op: 'in', left: 'idea', right: ['bug', 'task'] },
    'total is “idea”, one of “bug”, “task” is wanted',
    'total 是 “idea”，要求属于“bug”, “task”',
  ],
  [{ op: 'exists' }, 'total is missing, any value is wanted', 'total 缺失，要求存在'],
  [{ op: 'expression', left: false }, 'total is false, true is wanted', 'total 是 false，要求为 true'],
])('%o in words', (judged, english, chinese) => {
  const condition = { path: 'when', result: false, ...judged };
  expect(conditionSentence(speaker(en, 'en-GB') as never, 'total', condition)).toBe(english);
  expect(conditionSentence(speaker(zh, 'zh-CN') as never, 'total', condition)).toBe(chinese);
});
