import { type Completion, CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import type { Language } from '#flows/text/language.ts';
import { flowCompletion, type Knowledge } from './flow-completion.ts';

const schema = (type: z.ZodType, io: 'input' | 'output') => {
  const { properties = {}, ...rest } = z.toJSONSchema(type, { io, unrepresentable: 'any' });
  // As the API labels the inputs.
  const labelled = Object.entries(properties).map(([name, property]) => [
    name,
    { ...(property as object), ...(name === 'title' && { 'x-label': { en: 'A title', zh: '标题' } }) },
  ]);
  return { ...rest, properties: Object.fromEntries(labelled) };
};
const connectors = Object.values(catalogue).map((connector) => {
  const shown = (id: string, { input, output }: { input: z.ZodType; output: z.ZodType }) => ({
    id,
    input: schema(input, 'input'),
    output: schema(output, 'output'),
    title: { en: id, zh: id },
    description: { en: '', zh: '' },
  });
  return {
    id: connector.id,
    actions: Object.entries(connector.actions).map(([id, action]) => shown(id, action)),
    triggers: Object.entries(connector.triggers).map(([id, trigger]) => shown(id, trigger)),
  };
});

const workspace = {
  connectors,
  settings: { timeZone: 'UTC', holidays: [], makeUpDays: [], env: { SITE: 'x' }, revision: 1 },
  operation: (use: string) => {
    const [connector, id] = use.split('.');
    const found = connectors.find((each) => each.id === connector);
    return [...(found?.triggers ?? []), ...(found?.actions ?? [])].find((each) => each.id === id);
  },
} as unknown as Knowledge['workspace'];

/** Labels of what is proposed at the mark `|`; `readable` is the latest text that was whole. */
function proposed(marked: string, readable = list): string[] {
  return completions(marked, 'en', readable).map((option) => option.label);
}

function completions(marked: string, language: Language, readable = list): readonly Completion[] {
  const offset = marked.indexOf('|');
  const source = marked.replace('|', '');
  const { flow } = parseFlow(readable, 'yaml');
  const knowledge: Knowledge = {
    workspace,
    language,
    connections: [
      { name: 'jira-main', connector: 'jira' },
      { name: 'ops-bot', connector: 'feishu' },
    ],
    flow,
  };
  const context = new CompletionContext(EditorState.create({ doc: source }), offset, true);
  return flowCompletion(() => knowledge)(context)?.options ?? [];
}

const head = 'id: f\ntrigger:\n  use: jira.issueUpdated\n  connection: jira-main\nsteps:\n';
const list = `${head}  - id: first\n    set: { total: 1 }\n  - id: lines\n    forEach: "{{ $trigger.issue }}"\n    as: line\n    do:\n      - id: inner\n        set: { a: 1 }\n`;

test.each<[string, string, string[]]>([
  ['keys of a flow', 'id: f\n|', ['name', 'trigger', 'steps']],
  ['triggers', 'id: f\ntrigger:\n  use: |', ['jira.issueUpdated', 'core.webhook']],
  ['connections of the connector only', 'id: f\ntrigger:\n  use: jira.issueUpdated\n  connection: |', ['jira-main']],
  ['settings of the trigger', 'id: f\ntrigger:\n  use: core.schedule\n  with:\n    |', ['cron', 'every', 'timeZone']],
  ['their values', 'id: f\ntrigger:\n  use: core.schedule\n  with:\n    missed: |', ['once', 'skip']],
  ['kinds of steps', `${head}  - id: a\n    |`, ['use', 'if', 'forEach', 'parallel']],
  ['actions', `${head}  - id: a\n    use: |`, ['feishu.sendBotMessage', 'http.request']],
  ['inputs of an action', `${head}  - id: a\n    use: feishu.sendBotMessage\n    with:\n      |`, ['text', 'title']],
  ['inputs of an action in braces', `${head}  - { id: a, use: http.request, with: { |`, ['url', 'method']],
  ['operators', `${head}  - id: a\n    if: { left: 1, op: |`, ['equals', 'withinLast']],
  ['variables', `${list}  - id: z\n    set: { b: "{{ $|`, ['$trigger', '$first', '$lines', '$run', '$env', '$string']],
  ['fields of the event', `${list}  - id: z\n    set: { b: "{{ $trigger.issue.|`, ['key', 'fields']],
  ['values that were set', `${list}  - id: z\n    set: { b: "{{ $first.|`, ['total']],
  ['results of a loop', `${list}  - id: z\n    set: { b: "{{ $lines.|`, ['results']],
  ['values of the workspace', `${list}  - id: z\n    set: { b: "{{ $env.|`, ['SITE']],
])('proposes %s', (_, marked, wanted) => {
  expect(proposed(marked)).toEqual(expect.arrayContaining(wanted));
});

test('does not propose what is there already, other kinds of steps, or steps inside a loop from outside', () => {
  expect(proposed('id: f\nname: F\n|')).not.toContain('name');
  expect(proposed(`${head}  - id: a\n    use: http.request\n    |`)).not.toContain('forEach');
  expect(proposed('id: f\ntrigger:\n  use: jira.issueUpdated\n  connection: |')).not.toContain('ops-bot');
  expect(proposed(`${list}  - id: z\n    set: { b: "{{ $|`)).not.toContain('$inner');
});

test('proposes the address of a callback only in the loop of its wait', () => {
  const waits = `${head}  - id: lines
    forEach: "{{ $trigger.issue }}"
    as: line
    do:
      - id: reply
        wait: { callback: { timeout: 3d } }
`;
  const inside = `${head}  - id: lines
    forEach: "{{ $trigger.issue }}"
    as: line
    do:
      - id: tell
        set: { b: "{{ $run.|`;
  expect(proposed(inside, waits)).toContain('callbacks');
  expect(proposed(`${waits}  - id: z\n    set: { b: "{{ $run.|`, waits)).toEqual(['id', 'startedAt', 'eventAt']);
});

test.each<[string, string, string, string, string]>([
  ['a key of the flow', 'id: f\n|', 'deadline', 'The longest a run may take', '一次运行的最长时间'],
  ['a key of a step', `${head}  - id: a\n    |`, 'onError', '`fail` (default) ends the run', '`fail`（默认）结束运行'],
  ['a key of what is nested', `${head}  - id: a\n    retry:\n      |`, 'attempts', 'Tries in all', '总尝试次数'],
  [
    'an input of an action',
    `${head}  - id: a\n    use: feishu.sendBotMessage\n    with:\n      |`,
    'title',
    'A title',
    '标题',
  ],
])('tells what %s is for in the language of the reader', (_, marked, label, english, chinese) => {
  const info = (language: Language) => completions(marked, language).find((option) => option.label === label)?.info;
  expect(info('en')).toContain(english);
  expect(info('zh')).toContain(chinese);
});

test('names the type of a value in the language of the reader', () => {
  const marked = `${list}  - id: z\n    set: { b: "{{ $trigger.issue.|`;
  const detail = (language: Language) => completions(marked, language).find(({ label }) => label === 'key')?.detail;
  expect([detail('en'), detail('zh')]).toEqual(['text', '文本']);
});

test.each([
  ['$inZone', '(time, zone, picture?)', '(时间, 时区, 格式?)', 'as clocks in a time zone show it', '在某时区的写法'],
  ['$addWorkingDays', '(time, days, zone?)', '(时间, 天数, 时区?)', 'make-up days', '调休上班日'],
])('%s is proposed with what it takes and does', (label, english, chinese, does, doesInChinese) => {
  const marked = `${list}  - id: z\n    set: { b: "{{ ${label.slice(0, 4)}|`;
  const option = (language: Language) => completions(marked, language).find((each) => each.label === label);
  expect([option('en')?.detail, option('zh')?.detail]).toEqual([english, chinese]);
  expect(option('en')?.info).toContain(does);
  expect(option('zh')?.info).toContain(doesInChinese);
});
