import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { readSource } from '#flows/editing/read-source.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { problemTexts } from '#flows/language/problems.generated.ts';
import type { Language } from '#flows/text/language.ts';
import en from '../../../flows/text/en/console.json';
import enFindings from '../../../flows/text/en/findings.json';
import zh from '../../../flows/text/zh/console.json';
import zhFindings from '../../../flows/text/zh/findings.json';
import type { App } from '../app/app.svelte.ts';
import { written } from '../compile/written.ts';
import { fill, holesOf } from '../i18n/fill.ts';
import { problemWords } from './problem-words.ts';

const titles: Record<string, { en: string; zh: string }> = {
  'http.request': { en: 'Send a request', zh: '发送请求' },
  'slack.sendWebhookMessage': { en: 'Send a message', zh: '发送消息' },
};
const properties = {
  url: { 'x-label': { en: 'Address', zh: '地址' } },
  method: { 'x-label': { en: 'Method', zh: '方法' } },
  body: { 'x-label': { en: 'Body', zh: '正文' } },
  headers: { 'x-label': { en: 'Headers', zh: '请求头' }, additionalProperties: { type: 'string' } },
};

function appIn(current: Language): App {
  const texts: Record<string, string> = current === 'en' ? en : zh;
  const t = (key: string, holes = {}) => fill(texts[key] ?? '', holes, current);
  return {
    t,
    language: { current, find: (key: string, holes = {}, otherwise = '') => (texts[key] ? t(key, holes) : otherwise) },
    connectorName: (id: string) => catalogue[id]?.name ?? id,
    workspace: {
      operation: (use: string) => ({ input: { properties }, title: titles[use] ?? { en: use, zh: use } }),
      connector: (id: string) => catalogue[id],
    },
  } as unknown as App;
}

/** Field and message of each finding of a flow with these steps, in both languages. */
function told(steps: string): string[] {
  const source = `id: x\ntrigger: { use: core.webhook }\nsteps:\n${steps}\n`;
  const { flow } = parseFlow(source, 'yaml');
  const { problems } = compile(source, 'yaml', { catalogue });
  const about = {
    written: written(readSource(source, 'yaml')!.root) as JsonObject,
    nameOf: (id: string) => eachStep(flow?.steps ?? []).find((step) => step.id === id)?.name,
  };
  return problems.flatMap((problem) =>
    (['en', 'zh'] as const).map((language) => {
      const { field, message } = problemWords(appIn(language), problem, about);
      return [field, message].filter(Boolean).join(': ');
    }),
  );
}

const send = 'name: Ask, use: http.request';

test.each<[steps: string, ...said: string[]]>([
  ['  []', 'The flow does nothing yet.', '这个流程还没有做任何事。'],
  [`  - { id: a, ${send} }`, '“Address” is empty.', '“地址”尚未填写。'],
  [
    '  - { id: a, if: { left: "{{ $trigger.body.x }}", op: exists }, then: [] }',
    'There is nothing to do in “yes”.',
    '“是”中没有任何步骤。',
  ],
  [
    `  - { id: a, ${send}, with: { url: "https://example.com", body: x } }`,
    '“Body” is given, but with “GET” for “Method” it is mostly ignored.',
    '已填写“正文”，但“方法”为“GET”时通常会被忽略。',
  ],
  [
    `  - { id: a, ${send}, with: { url: "https://example.com", headers: { x-a: 1 } } }`,
    'Headers › x-a: This should be text, but it is a number.',
    '请求头 › x-a: 此处应为文本，但实际是数字。',
  ],
  [
    '  - { id: a, if: { all: [{ left: "{{ $trigger.body.x }}", op: gt }] }, then: [{ id: b, wait: { for: 1s } }] }',
    'Condition › 1: "is more than" needs something to compare with.',
    '条件 › 1: “大于”缺少比较对象。',
  ],
  [
    `  - { id: a, ${send}, with: { url: "{{ $b.body.x }}" } }\n  - { id: b, ${send.replace('Ask', 'Look')}, with: { url: "https://example.com" } }`,
    'Address: “Look” runs later, so its output is not there yet.',
    '地址: “Look”在之后才运行，此处还没有它的输出。',
  ],
  [
    '  - { id: a, use: slack.sendWebhookMessage, with: { text: x } }',
    '“Slack · Send a message” needs a connection.',
    '“Slack · 发送消息”需要连接。',
  ],
  ['  - { id: a, wait: { for: soon } }', 'How long: "soon" is not a duration.', '多久: “soon”不是有效的时长。'],
])('findings of %s are told in the words of the forms', (steps, ...said) => {
  expect(told(steps)).toEqual(said);
});

test('both languages say the same findings in their own words, with holes that the finding fills and no word of the text', () => {
  const parts = (texts: Record<string, object>) =>
    Object.entries(texts).map(([code, text]) => [code, Object.keys(text)]);
  expect(parts(enFindings)).toEqual(parts(zhFindings));
  for (const texts of [enFindings, zhFindings])
    for (const [code, text] of Object.entries(texts)) {
      const own = problemTexts[code as keyof typeof problemTexts].en;
      const known = holesOf(`${own.message} ${own.help}`);
      for (const part of Object.values(text)) {
        expect(known, code).toEqual(expect.arrayContaining(holesOf(part)));
        expect(part).not.toContain('`');
      }
    }
});
