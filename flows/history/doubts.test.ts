import { describe, expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { formatTime } from '#flows/language/iso-time.ts';
import type { Json } from '#flows/language/json.ts';
import type { RecomputedStep } from './describe-steps.ts';
import { recompute } from './recompute.ts';
import type { RecordedEffect, RecordedRun } from './recorded-run.ts';

const startedAt = Date.UTC(2026, 4, 1, 12);
const call = 'use: http.request, with: { method: GET, url: "https://x.example" }';
const action = (id: string) => `{ id: ${id}, ${call} }`;
const flowOf = (steps: string) => `id: f\nname: F\ntrigger: { use: core.webhook, with: {} }\nsteps:\n${steps}`;
const input = {
  trigger: { body: {} },
  run: { id: 'r1', startedAt: formatTime(startedAt), eventAt: formatTime(startedAt), event: 'e' },
  flow: { id: 'f', name: 'F', version: 1 },
  env: {},
};

function compiled(steps: string) {
  const { compiled: made, problems } = compile(flowOf(steps), 'yaml', { catalogue });
  if (!made) throw new Error(JSON.stringify(problems));
  return made;
}

const lines = (steps: RecomputedStep[]) => steps.map(({ path, status, attempts }) => `${path} ${status} ${attempts}`);
const find = (steps: RecomputedStep[], path: string) => steps.find((step) => step.path === path)!;

describe('what records leave open', () => {
  const at = (ms: number) => formatTime(startedAt + ms);
  const tried = (from: number, to: number | undefined, attempt: number, error?: { code: string; message: string }) => ({
    startedAt: at(from),
    ...(to !== undefined && { endedAt: at(to) }),
    ...(error && { error }),
    attempt,
  });
  const done = (path: string, from: number, to: number, output: Json = { status: 200 }): RecordedEffect => ({
    path,
    status: 'succeeded',
    startedAt: at(from),
    endedAt: at(to),
    tries: [tried(from, to, 0)],
    input: {},
    output,
  });
  const failed = (path: string, from: number, to: number): RecordedEffect => {
    const error = { code: 'NotFound', message: 'gone' };
    return {
      path,
      status: 'failed',
      startedAt: at(from),
      endedAt: at(to),
      tries: [tried(from, to, 0, error)],
      input: {},
      error,
    };
  };
  const silent = (path: string, from: number): RecordedEffect => ({
    path,
    status: 'claimed',
    startedAt: at(from),
    tries: [tried(from, undefined, 0)],
    input: null,
  });
  const ended = { input, status: 'succeeded' as const, startedAt: at(0), endedAt: at(900) };
  const told = (steps: string, effects: RecordedEffect[], run: Partial<RecordedRun> = {}) =>
    recompute(
      parseFlow(flowOf(steps), 'yaml').flow!,
      compiled(steps),
      { ...ended, ...run, effects },
      startedAt + 10_000,
    );

  test('an action whose outcome could not be written down is marked, and what came after it is shown', async () => {
    const steps = await told(`  - ${action('a')}\n  - ${action('b')}`, [silent('a', 10), done('b', 100, 110)]);
    expect(lines(steps)).toEqual(['a succeeded 1', 'b succeeded 1']);
    expect(find(steps, 'a')).toMatchObject({ unrecorded: true });
    expect(find(steps, 'a').output).toBeUndefined();
    expect(find(steps, 'b')).not.toHaveProperty('unrecorded');
  });

  test('also while the run goes on; one that nothing followed is under way', async () => {
    const flow = `  - ${action('a')}\n  - ${action('b')}`;
    const running = { status: 'running' as const };
    const followed = await told(flow, [silent('a', 10), silent('b', 100)], running);
    expect(lines(followed)).toEqual(['a succeeded 1', 'b running 1']);
    expect(find(followed, 'a').unrecorded).toBe(true);
    const alone = await told(flow, [silent('a', 10)], running);
    expect(lines(alone)).toEqual(['a running 1']);
  });

  test('a failure that was heard late did not keep others from going on before', async () => {
    const parallel = `  - id: both
    parallel:
      left: [ ${action('a')} ]
      right: [ ${action('b')}, ${action('c')} ]
    onError: continue
  - ${action('d')}`;
    const effects = [failed('a', 10, 100), done('b', 10, 105), done('c', 120, 130), done('d', 300, 310)];
    const steps = await told(parallel, effects);
    expect(lines(steps)).toEqual(['both failed 1', 'a failed 1', 'b succeeded 1', 'c succeeded 1', 'd succeeded 1']);
  });

  test('a call that took longer than its task may was given up by the machine', async () => {
    const steps = `  - { id: a, timeout: 2s, retry: "off", onError: continue, ${call} }\n  - ${action('b')}`;
    const shown = await told(steps, [done('a', 10, 25_000), done('b', 8000, 8010)]);
    expect(find(shown, 'a')).toMatchObject({ status: 'failed', error: { code: 'Timeout' } });
    expect(find(shown, 'b').status).toBe('succeeded');
  });

  test.each(['stopped', 'timedOut'] as const)(
    'a try that a run which was %s may have come to led nowhere',
    async (status) => {
      const retried = `  - { id: a, retry: { attempts: 2, first: 1s }, onError: continue, ${call} }\n  - ${action('b')}`;
      const error = { code: 'Unavailable', message: 'down' };
      const once = { ...failed('a', 10, 100), error, tries: [tried(10, 100, 0, error)] };
      const steps = await told(retried, [once], { status, endedAt: at(5000) });
      expect(lines(steps)).toEqual(['a failed 1', 'b skipped 0']);
      const refused = await told(retried, [once, done('b', 5000, 5010)], { endedAt: at(5100) });
      expect(lines(refused)).toEqual(['a failed 1', 'b succeeded 1']);
    },
  );

  test('a try of which nothing is known did not end a run that another one ended', async () => {
    const loop = `  - id: loop
    forEach: "{{ [1..2] }}"
    as: n
    concurrency: 2
    do: [ { id: a, retry: { attempts: 2, first: 1s }, onError: continue, ${call} }, { id: no, stop: failed } ]`;
    const error = { code: 'Unavailable', message: 'down' };
    const twice = { ...failed('loop[0]/a', 10, 1300), error };
    twice.tries = [tried(10, 100, 0, error), tried(1100, 1300, 1, error)];
    const once = { ...failed('loop[1]/a', 10, 120), error, tries: [tried(10, 120, 0, error)] };
    const end = { status: 'failed' as const, endedAt: at(1320), error: { code: 'Stopped', message: '', step: 'no' } };
    const steps = await told(loop, [twice, once], end);
    expect(lines(steps)).toEqual([
      'loop stopped 1',
      'loop[0]/a failed 2',
      'loop[0]/no failed 1',
      'loop[1]/a failed 1',
      'loop[1]/no skipped 0',
    ]);
  });

  test('a failure that Lambda lost was followed by another try, whatever the step says about tries', async () => {
    const once = `  - { id: a, retry: "off", onError: continue, ${call} }
  - { id: seen, set: { code: "{{ $a.error.code }}" } }`;
    const [down, gone] = [
      { code: 'Unavailable', message: 'down' },
      { code: 'NotFound', message: 'gone' },
    ];
    const twice = { ...failed('a', 10, 1300), error: gone };
    twice.tries = [tried(10, 100, 0, down), tried(1200, 1300, 1, gone)];
    const steps = await told(once, [twice], { endedAt: at(1310) });
    expect(find(steps, 'a')).toMatchObject({ status: 'failed', error: gone });
    expect(find(steps, 'seen')).toMatchObject({ output: { code: 'NotFound' }, startedAt: at(1300) });
  });

  test('a call that finished after its run was stopped had its effect', async () => {
    const steps = await told(`  - ${action('a')}`, [done('a', 10, 2000)], { status: 'stopped' });
    expect(find(steps, 'a')).toMatchObject({ status: 'succeeded', output: { status: 200 }, endedAt: at(2000) });
  });
});
