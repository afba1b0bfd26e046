import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { changesBetween, type WrittenFlow } from '#flows/editing/changes-between.ts';
import type { Conflict } from '#flows/editing/merge-models.ts';
import type { Language } from '#flows/text/language.ts';
import en from '../../../flows/text/en/console.json';
import zh from '../../../flows/text/zh/console.json';
import type { App } from '../app/app.svelte.ts';
import { fill } from '../i18n/fill.ts';
import { changeWords, jsonWords } from './change-words.ts';
import { conflictPlace, conflictSide } from './conflict-words.ts';
import { touched } from './touched.ts';

const properties = {
  project: { 'x-label': { en: 'Project', zh: '项目' }, options: { from: 'projects' } },
  text: { 'x-label': { en: 'Text', zh: '文本' } },
  url: { 'x-label': { en: 'Address', zh: '地址' }, format: 'uri' },
};

function appIn(current: Language): App {
  const texts: Record<string, string> = current === 'en' ? en : zh;
  const t = (key: string, holes = {}) => fill(texts[key] ?? '', holes, current);
  const title = { en: 'Do it', zh: '执行' };
  return {
    t,
    language: { current, find: (key: string, holes = {}, otherwise = '') => (texts[key] ? t(key, holes) : otherwise) },
    connectorName: (id: string) => catalogue[id]?.name ?? id,
    workspace: {
      operation: () => ({ input: { properties }, title }),
      connector: (id: string) => catalogue[id],
      effectsOf: (use: string) => {
        const [connector = '', name = ''] = use.split('.');
        return catalogue[connector]?.actions[name]?.effects;
      },
    },
  } as unknown as App;
}

function flowOf(steps: string): WrittenFlow {
  const source = `id: f\nname: F\ntrigger: { use: core.webhook }\nsteps: [${steps}]`;
  const { flow, problems } = parseFlow(source, 'yaml');
  if (!flow) throw new Error(JSON.stringify(problems));
  return { flow, written: parse(source) };
}

test.each([
  ['plain', 'plain'],
  ['{{ $trigger.body.orderNumber }}: {{ $tell.text }}', '‹Body › Order number›: ‹Tell › Text›'],
  ['{{ $count($trigger.body.lines) }}', '{{ $count($trigger.body.lines) }}'],
  [{ a: 1 }, '{"a":1}'],
  ['two\n lines', 'two lines'],
  ['x'.repeat(100), `${'x'.repeat(80)}…`],
])('%j reads %s', (value, words) => {
  expect(jsonWords(value)).toBe(words);
});

test('what a flow touches is told once each, with where as far as the flow says it', () => {
  const { flow } = flowOf(
    [
      '{ id: a, use: jira.searchIssues, connection: jira, with: { project: OPS, text: hidden } }',
      '{ id: b, use: slack.sendWebhookMessage, connection: slack, with: { text: Hello } }',
      '{ id: c, use: slack.sendWebhookMessage, connection: slack, with: { text: Again } }',
      '{ id: d, use: http.request, with: { url: "{{ $trigger.body.url }}" } }',
      '{ id: e, use: http.request, with: { url: "https://a.example/x" } }',
      '{ id: g, call: other }',
      '{ id: h, disabled: true, use: jira.searchIssues, with: { project: HR } }',
      '{ id: i, set: { x: 1 } }',
    ].join(', '),
  );
  expect(touched(appIn('en'), flow)).toEqual([
    'reads: Jira · Do it · jira · Project OPS',
    'writes or sends: Slack · Do it · slack',
    'reads: HTTP · Do it',
    'reads: HTTP · Do it · Address https://a.example/x',
    'starts the flow other',
  ]);
});

test('a condition is told as a whole, whichever of its parts changed', () => {
  const when = (op: string, right: number) =>
    flowOf(`{ id: w, if: { left: "{{ $trigger.body.total }}", op: ${op}, right: ${right} }, then: [] }`);
  const [before, after] = [when('gte', 100), when('lt', 250)];
  const app = appIn('en');
  const told = changesBetween(before, after).map((change) => changeWords(app, change, before, after));
  expect(new Set(told)).toEqual(
    new Set(['“W”: Condition is now “total is less than 250” instead of “total is at least 100”.']),
  );
});

const both = {
  mine: flowOf('{ id: tell, name: Tell sales, use: http.request, with: { text: mine } }, { id: a, set: { x: 1 } }'),
  theirs: flowOf('{ id: tell, name: Tell sales, use: http.request, with: { text: theirs } }, { id: b, set: { x: 1 } }'),
};

test.each<[Conflict, string, string, string]>([
  [{ step: 'tell', field: ['with', 'text'], mine: 'm', theirs: 't' }, '“Tell sales”: Text', 'm', 't'],
  [
    { step: 'tell', field: [], mine: undefined, theirs: { use: 'x' } },
    '“Tell sales”',
    'taken out',
    'kept, with changes',
  ],
  [{ step: 'b', field: ['name'], mine: 'm', theirs: undefined }, '“B”: Name', 'm', 'taken out'],
  [{ field: ['name'], mine: 'm', theirs: 't' }, 'The flow: Name', 'm', 't'],
  [{ field: ['trigger', 'when', 'right'], mine: 1, theirs: 2 }, 'The trigger: Condition', '1', '2'],
  [{ field: ['trigger'], mine: 'm', theirs: 't' }, 'The trigger', 'm', 't'],
  [
    { step: 'a', field: ['place'], mine: 'steps', theirs: 'tell.onError' },
    '“A”: its place',
    'among the steps of the flow itself',
    'inside “Tell sales”',
  ],
  [
    { step: 'a', field: ['place'], mine: ['a', 'tell'], theirs: ['tell', 'a'] },
    '“A”: its place',
    '“A”, “Tell sales”',
    '“Tell sales”, “A”',
  ],
  [{ field: [], mine: 'x\ny', theirs: 'z' }, 'Lines of the text', '2 lines of the text', '1 line of the text'],
])('the conflict %j is told in words', (conflict, place, mine, theirs) => {
  const app = appIn('en');
  expect(conflictPlace(app, conflict, both)).toBe(place);
  expect(conflictSide(app, conflict, 'mine', both).text).toBe(mine);
  expect(conflictSide(app, conflict, 'theirs', both).text).toBe(theirs);
});

test('the text stands behind the words only where they leave some of it out', () => {
  const conflict = { step: 'tell', field: ['with'], mine: 'short', theirs: { text: 'x' } };
  expect(conflictSide(appIn('en'), conflict, 'mine', both).whole).toBeUndefined();
  expect(conflictSide(appIn('en'), conflict, 'theirs', both).whole).toBe('{\n  "text": "x"\n}');
});
