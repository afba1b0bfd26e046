import { describe, expect, test } from 'vitest';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Pointer, Problem } from '#flows/language/problem.ts';
import { parseFlow } from './1-parse/parse.ts';
import { compile } from './compile.ts';

/** Every kind of step, each read by a later one; there is nothing wrong with it but for `$nowhere` in its last step. */
const document: JsonObject = {
  id: 'everything',
  deadline: '2d',
  concurrency: { key: '{{ $trigger.body.shop }}', max: 2 },
  trigger: { use: 'core.webhook', when: { not: { left: '{{ $trigger.body.kind }}', op: 'equals', right: 'test' } } },
  steps: [
    { id: 'stock', use: 'http.request', with: { url: 'https://example.com/stock' }, retry: { attempts: 2 } },
    {
      id: 'low',
      if: { any: [{ left: '{{ $stock.status }}', op: 'gt', right: 299 }, { expr: '{{ $stock.status = 204 }}' }] },
      // biome-ignore lint/suspicious/noThenProperty: the word of the flow language
      then: [{ id: 'order', use: 'http.request', with: { url: 'https://example.com/order' }, onError: 'continue' }],
      else: [{ id: 'fine', set: { text: 'enough', code: '{{ $stock.status }}' } }],
    },
    {
      id: 'route',
      switch: '{{ $trigger.body.kind }}',
      cases: { rush: [{ id: 'rushed', set: { days: 1 } }] },
      default: [{ id: 'slow', set: { days: 5 } }],
    },
    {
      id: 'lines',
      forEach: '{{ $trigger.body.lines }}',
      as: 'line',
      do: [{ id: 'sum', set: { total: '{{ $line.count * $line.price }}' } }],
    },
    {
      id: 'fan',
      parallel: {
        mail: [{ id: 'mailed', set: { at: '{{ $stock.status }}' } }],
        chat: [{ id: 'told', call: 'tell-chat', with: { lines: '{{ $lines.results }}' }, await: true }],
      },
    },
    {
      id: 'poll',
      repeat: { until: { left: '{{ $ready.status }}', op: 'equals', right: 200 }, every: '1m', atMost: '10m' },
      do: [{ id: 'ready', use: 'http.request', with: { url: 'https://example.com/{{ $fan.mail.at }}' } }],
    },
    { id: 'pause', wait: { for: '5m' } },
    { id: 'answer', wait: { callback: { timeout: '1d' } }, onError: [{ id: 'late', set: { text: 'too late' } }] },
    {
      id: 'paid',
      wait: {
        event: 'core.webhook',
        match: { left: '{{ $event.body.id }}', op: 'equals', right: '{{ $poll.body.id }}' },
      },
    },
    {
      id: 'guarded',
      try: [
        { id: 'risky', use: 'http.request', with: { url: '{{ $run.callbacks.answer }}', body: '{{ $paid.body }}' } },
      ],
      catch: [{ id: 'caught', set: { why: '{{ $guarded.error.code }}' } }],
    },
    {
      id: 'kept',
      set: {
        low: '{{ $low.code }}',
        days: '{{ $route.days }}',
        sums: '{{ $lines.results.total }}',
        all: '{{ $fan.chat }}',
      },
    },
    { id: 'done', stop: 'succeeded', output: { sums: '{{ $kept.sums }}', why: '{{ $answer.text & $nowhere }}' } },
  ],
};
const planted = 'unknownReference done output.why';
const names = namesIn(document);

const told = ({ code, step = '-', field = '-' }: Problem) => `${code} ${step} ${field}`;
const errors = (problems: Problem[]) => problems.filter(({ severity }) => severity === 'error').map(told);

function findings(altered: Json): { structural: string[]; all: string[] } {
  const source = JSON.stringify(altered, null, 1);
  const structural = errors(parseFlow(source, 'json').problems);
  return { structural, all: errors(compile(source, 'json', { catalogue }).problems) };
}

/** Places of all values of the document below `pointer`. */
function placesIn(value: Json, pointer: Pointer = []): Pointer[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  const inside = Array.isArray(value) ? value.map((each, index) => [index, each] as const) : Object.entries(value);
  return [pointer, ...inside.flatMap(([key, child]) => placesIn(child, [...pointer, key]))];
}

/** Names of steps and of items in a document, so far as they are written where they belong. */
function namesIn(value: Json): string[] {
  return placesIn(value).flatMap((pointer) => {
    const name = ['id', 'as'].includes(String(pointer.at(-1))) && pointer.length > 1 ? at(value, pointer) : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}

function at(value: Json, pointer: Pointer): Json {
  return pointer.reduce<Json>((inside, key) => (inside as JsonObject)[key] as Json, value);
}

type Alter = (key: string, value: Json) => [string, Json][];
const alterations: Record<string, Alter> = {
  'a number': (key) => [[key, 5]],
  text: (key) => [[key, 'no such word']],
  'a list of a number': (key) => [[key, [5]]],
  'an object with a field of no meaning': (key) => [[key, { nonsense: 5 }]],
  'an open expression': (key) => [[key, '{{ $stock']],
  nothing: () => [],
  'a misspelt key': (key, value) => [[`${key}s`, value]],
};

function altered(value: Json, [key, ...rest]: Pointer, alter: Alter): Json {
  const change = (own: string, inside: Json): [string, Json][] => {
    if (own !== String(key)) return [[own, inside]];
    return rest.length === 0 ? alter(own, inside) : [[own, altered(inside, rest, alter)]];
  };
  const entries = Object.entries(value as JsonObject).flatMap(([own, inside]) => change(own, inside));
  return Array.isArray(value) ? entries.map(([, inside]) => inside) : Object.fromEntries(entries);
}

const places = placesIn(document).filter((pointer) => pointer.length > 0);
const cases = Object.entries(alterations).flatMap(([name, alter]) =>
  places.map((place) => ({ name, place, text: altered(document, place, alter) })),
);

describe('what cannot be read hides nothing, and nothing is said of it twice', () => {
  test('the document has one fault', () => {
    expect(findings(document)).toEqual({ structural: [], all: [planted] });
  });

  const wrong = cases
    .map((each) => ({ ...each, ...findings(each.text) }))
    .filter(({ structural }) => structural.length > 0);

  test('hundreds of documents have a part that cannot be read', () => {
    expect(wrong.length).toBeGreaterThan(400);
  });

  test.each(wrong)('$name at $place', ({ place, text, structural, all }) => {
    const inLast = place[0] === 'steps' && (place.length === 1 || place[1] === 11);
    const [first, rest] = [all.slice(0, structural.length), all.slice(structural.length)];
    expect(first).toEqual(structural);
    if (!inLast) expect(rest).toContain(planted);
    // A name that is nowhere in the text is unknown.
    const left = namesIn(text);
    if (names.every((name) => left.includes(name))) expect(rest.filter((each) => each !== planted)).toEqual([]);
  });
});
