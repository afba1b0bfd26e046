import { describe, expect, test } from 'vitest';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { formatTime } from '#flows/language/iso-time.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { largeLoops } from '#flows/trial/large-loops.ts';
import { runMachine, startedAt } from '#test/support/run-machine.ts';
import type { FoundRecords } from './found-records.ts';
import { type History, type HistoryRequest, historyOf } from './history-of.ts';
import type { RecordedEffect, RecordedRun } from './recorded-run.ts';

const items = 60;

/** A flow with a distributed loop over numbers, what is kept of its run, and the records that have to be looked up. */
async function played(steps: string) {
  const source = `id: f
name: F
type: standard
trigger: { use: core.webhook, with: {} }
steps:
  - id: rows
    forEach: "{{ $trigger.body.rows }}"
    as: row
    atMost: 10000
    do:
${steps.replace(/^/gm, '      ')}`;
  const { compiled, problems } = compile(source, 'yaml', { catalogue });
  if (!compiled) throw new Error(JSON.stringify(problems));
  const effects = new Map<string, RecordedEffect>();
  const platform = largeLoops();
  const input = {
    trigger: { body: { rows: Array.from({ length: items }, (_, n) => n + 1) } },
    run: { id: 'r1', startedAt: formatTime(startedAt), eventAt: formatTime(startedAt), event: 'e' },
    flow: { id: 'f', name: 'F', version: 1 },
    env: {},
  };
  const { status, seconds } = await runMachine(compiled.definition, {
    input,
    objects: platform.objects,
    random: () => 0.5,
    tasks: ({ arguments: given }: { arguments: Json }, _: number, now: number) => {
      const { path, kind, input: sent } = given as JsonObject & { path: string };
      if (kind === 'endOfRun') return { output: null };
      const own = platform.answer(given as JsonObject, now);
      if (own) return own;
      const at = formatTime(now);
      const output = { status: 200 };
      const tries = [{ startedAt: at, endedAt: at, attempt: 0 }];
      effects.set(path, { path, status: 'succeeded', startedAt: at, endedAt: at, tries, input: sent!, output });
      return { output };
    },
  });
  expect(status).toBe('SUCCEEDED');
  const run: RecordedRun = {
    input,
    status: 'succeeded',
    startedAt: formatTime(startedAt),
    endedAt: formatTime(startedAt + seconds * 1000),
    effects: [],
  };
  const request: HistoryRequest = { source, format: 'yaml', compiled, run, now: startedAt + 1e9 };
  return { request, records: platform.records(effects) };
}

/** As who has the store does it: looks up what is missing, and asks again. */
async function lookedUp(
  { request, records }: Awaited<ReturnType<typeof played>>,
  range?: HistoryRequest['range'],
): Promise<{ history: History; times: number }> {
  const found: FoundRecords = { effects: new Map(), loops: new Map(), items: new Map() };
  for (let times = 1; times < 50; times++) {
    // It goes from thread to thread.
    const history = structuredClone(await historyOf(structuredClone({ ...request, found, range })));
    if (!history.missing) return { history, times };
    const { effects, loops, items: listed } = history.missing;
    for (const path of effects) found.effects.set(path, await records.effect(path));
    for (const path of loops) found.loops.set(path, await records.loop(path));
    for (const { path, indices } of listed) {
      const values = await records.items({ path, status: 'succeeded', startedAt: '', count: items }, indices);
      found.items.set(path, new Map(indices.map((index, n) => [index, values[n]])));
    }
  }
  throw new Error('The history asks for ever more records.');
}

const post = (id: string) =>
  `- { id: ${id}, use: http.request, with: { method: POST, url: "https://x.example", body: { n: "{{ $row }}" } } }`;

describe('the history of a run whose records are looked up on the way', () => {
  test('asks for all records of a page at once', async () => {
    const run = await played(`${post('a')}\n${post('b')}`);
    const { history, times } = await lookedUp(run, { path: 'rows', from: 10, count: 20 });
    expect(history).toMatchObject({ rounds: items, partial: false });
    expect(history.steps).toMatchObject(
      Array.from({ length: 20 }, (_, n) => [
        { path: `rows[${10 + n}]/a`, status: 'succeeded', input: { body: { n: 11 + n } } },
        { path: `rows[${10 + n}]/b`, status: 'succeeded', input: { body: { n: 11 + n } } },
      ]).flat(),
    );
    expect(times).toBeLessThanOrEqual(4);
  });

  test('asks for the rounds of a small loop in growing portions', async () => {
    const small = `- id: inner
  forEach: "{{ [1..100] }}"
  as: other
  atMost: 100
  do: [${post('a').slice(2)}]`;
    const run = await played(small);
    const { history, times } = await lookedUp(run, { path: 'rows[3]/inner', from: 98, count: 20 });
    expect(history.rounds).toBe(100);
    expect(history.steps).toMatchObject([
      { path: 'rows[3]/inner[98]/a', status: 'succeeded' },
      { path: 'rows[3]/inner[99]/a', status: 'succeeded' },
    ]);
    expect(times).toBeLessThanOrEqual(10);
    const beyond = await lookedUp(run, { path: `rows[${items}]/inner`, from: 0, count: 20 });
    expect(beyond.history).toEqual({ steps: [], partial: false });
  });

  test('has no rounds of what is no loop', async () => {
    const { history } = await lookedUp(await played(post('a')), { path: 'rows[1]/a', from: 0, count: 5 });
    expect(history).toEqual({ steps: [], partial: false });
  });

  test('the rounds of a page share what their expressions may take', async () => {
    const slow = `- { id: pause, set: { n: "{{ $sum($map([1..6000], function($v) { $v * 2 })) }}" } }\n${post('a')}`;
    const { history } = await lookedUp(await played(slow), { path: 'rows', from: 0, count: 50 });
    expect(history.partial).toBe(true);
    const ended = history.steps.filter(({ status }) => status === 'succeeded');
    expect(ended.length).toBeGreaterThan(0);
    expect(ended.length).toBeLessThan(100);
  }, 30_000);
});
