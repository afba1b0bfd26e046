import { describe, expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { formatTime } from '#flows/language/iso-time.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { largeLoops } from '#flows/trial/large-loops.ts';
import { runMachine, startedAt, type TaskAnswer } from '#test/support/run-machine.ts';
import type { RecomputedStep } from './describe-steps.ts';
import { recompute, recomputeRounds } from './recompute.ts';
import type { RecordedEffect, RecordedRun } from './recorded-run.ts';

type Answer = { output: Json; after?: number } | { code: string; message: string; after?: number } | 'silent';

const action = (id: string, url = 'https://x.example') =>
  `{ id: ${id}, use: http.request, with: { method: GET, url: "${url}" } }`;
const flowOf = (steps: string) => `id: f\nname: F\ntrigger: { use: core.webhook, with: {} }\nsteps:\n${steps}`;

/** Runs a flow in the engine and keeps what the functions would: the effect records and the end. */
async function record(
  text: string,
  body: Json,
  answers: Record<string, Answer | Answer[]>,
): Promise<{
  definition: JsonObject;
  recorded: RecordedRun;
  recomputed: (run?: Partial<RecordedRun>, now?: number) => Promise<RecomputedStep[]>;
  rounds: (path: string) => ReturnType<typeof recomputeRounds>;
}> {
  const { compiled, problems } = compile(text, 'yaml', { catalogue });
  if (!compiled) throw new Error(JSON.stringify(problems));
  const effects = new Map<string, RecordedEffect>();
  const platform = largeLoops();
  const input = {
    trigger: { body },
    run: { id: 'r1', startedAt: formatTime(startedAt), eventAt: formatTime(startedAt), event: 'e' },
    flow: { id: 'f', name: 'F', version: 1 },
    env: {},
  };
  const run = await runMachine(compiled.definition, {
    input,
    tasks: answerCall,
    random: () => 0.9,
    objects: platform.objects,
  });
  const statuses = {
    SUCCEEDED: 'succeeded',
    FAILED: 'failed',
    TIMED_OUT: 'timedOut',
    ABORTED: 'stopped',
    RUNNING: 'running',
  } as const;
  const recorded: RecordedRun = {
    input,
    status: statuses[run.status],
    startedAt: formatTime(startedAt),
    ...(run.status !== 'RUNNING' && { endedAt: formatTime(startedAt + run.seconds * 1000) }),
    ...(run.cause !== undefined && {
      error: JSON.parse(run.cause) as { code: string; message: string; step?: string },
    }),
    effects: [...effects.values()],
    ...(JSON.stringify(compiled.definition).includes('"ItemReader"') && { records: platform.records(effects) }),
  };
  const { flow } = parseFlow(text, 'yaml');
  return {
    definition: compiled.definition,
    recorded,
    rounds: (path) => recomputeRounds(flow!, compiled, recorded, startedAt + 1e9, { path, from: 0, count: 20 }),
    recomputed: (changes = {}, now = startedAt + 1e9) => recompute(flow!, compiled, { ...recorded, ...changes }, now),
  };

  function answerCall({ arguments: given }: { arguments: Json }, _: number, now: number): TaskAnswer {
    const { path, step, kind, input: sent } = given as JsonObject & { path: string; step: string };
    if (kind === 'endOfRun') return { output: null };
    const own = platform.answer(given as JsonObject, now);
    if (own) return own;
    const before = effects.get(path);
    const known: Answer | Answer[] = answers[path] ?? answers[step] ?? { output: { status: 200 } };
    const answer = Array.isArray(known) ? (known[before?.tries.length ?? 0] ?? known.at(-1)!) : known;
    const started = { startedAt: formatTime(now) };
    const claimed = {
      path,
      status: 'claimed' as const,
      ...started,
      tries: [...(before?.tries ?? []), started],
      input: null,
    };
    if (answer === 'silent') {
      effects.set(path, claimed);
      return 'silent';
    }
    const times = { ...started, endedAt: formatTime(now + (answer.after ?? 0) * 1000) };
    const error = 'code' in answer ? { code: answer.code, message: answer.message } : undefined;
    const tries = [...(before?.tries ?? []), { ...times, ...(error && { error }) }];
    const outcome =
      'code' in answer
        ? { status: 'failed' as const, error: error! }
        : { status: 'succeeded' as const, output: answer.output };
    effects.set(path, { path, ...times, tries, input: sent ?? null, ...outcome });
    if ('output' in answer) return { output: answer.output, after: answer.after ?? 0 };
    const cause = JSON.stringify({
      errorType: answer.code,
      errorMessage: JSON.stringify({ message: answer.message, step }),
    });
    return { error: answer.code, cause, after: answer.after ?? 0 };
  }
}

const lines = (steps: RecomputedStep[]) => steps.map(({ path, status, attempts }) => `${path} ${status} ${attempts}`);
const find = (steps: RecomputedStep[], path: string) => steps.find((step) => step.path === path)!;

describe('a run that succeeded', () => {
  test('shows the path taken, and why', async () => {
    const { recomputed } = await record(
      flowOf(
        `
  - { id: vars, set: { total: "{{ $trigger.body.n * 2 }}" } }
  - id: large
    if: { all: [ { left: "{{ $vars.total }}", op: gt, right: 5 }, { left: "{{ $trigger.body.none }}", op: empty } ] }
    then: [ ${action('yes', 'https://x.example/{{ $vars.total }}')} ]
    else: [ ${action('no')} ]
  - { id: route, switch: "{{ $trigger.body.kind }}", cases: { bug: [ { id: bug, set: { a: 1 } } ], task: [ { id: task, set: { a: 2 } } ] }, default: [ { id: other, set: { a: 3 } } ] }
  - { id: last, set: { x: "{{ $large.status }}", y: "{{ $route.a }}" } }
  - { id: off, disabled: true, use: http.request, with: { method: GET, url: "https://x.example" } }
`,
      ),
      { n: 4, kind: 'bug' },
      { yes: { output: { status: 201 }, after: 2 } },
    );
    const steps = await recomputed();
    expect(lines(steps)).toEqual([
      'vars succeeded 1',
      'large succeeded 1',
      'yes succeeded 1',
      'no skipped 0',
      'route succeeded 1',
      'bug succeeded 1',
      'task skipped 0',
      'other skipped 0',
      'last succeeded 1',
      'off skipped 0',
    ]);
    expect(find(steps, 'vars').output).toEqual({ total: 8 });
    expect(find(steps, 'large').output).toEqual({
      branch: 'then',
      conditions: [
        { path: 'if.all[0]', op: 'gt', left: 8, right: 5, result: true },
        { path: 'if.all[1]', op: 'empty', result: true },
      ],
    });
    expect(find(steps, 'yes')).toMatchObject({
      kind: 'action',
      input: { method: 'GET', url: 'https://x.example/8' },
      output: { status: 201 },
      startedAt: '2026-05-01T12:00:00.000Z',
      endedAt: '2026-05-01T12:00:02.000Z',
    });
    expect(find(steps, 'route').output).toEqual({ branch: 'bug', value: 'bug' });
  });

  test('shows every iteration of a loop, also of one that is distributed', async () => {
    const loop = (items: string, more: string) =>
      flowOf(`
  - { id: about, set: { min: 1 } }
  - id: lines
    forEach: "{{ ${items} }}"
    as: item
    ${more}
    do:
      - { id: keep, if: { left: "{{ $item }}", op: gt, right: "{{ $about.min }}" }, then: [ ${action('tell', 'https://x.example/{{ $item }}')} ] }
`);
    const expected = [
      'about succeeded 1',
      'lines succeeded 1',
      'lines[0]/keep succeeded 1',
      'lines[0]/tell skipped 0',
      'lines[1]/keep succeeded 1',
      'lines[1]/tell succeeded 1',
    ];
    const inline = await record(loop('$trigger.body', 'onItemError: continue'), [1, 2], {});
    expect(lines(await inline.recomputed())).toEqual(expected);
    const many = Array.from({ length: 10 }, (_, index) => action(`more${index}`)).join(', ');
    const text = loop('$trigger.body', '')
      .replace('name: F', 'name: F\ntype: standard')
      .replace(/ \] \}\n$/, ` ] }\n      - ${many.replaceAll(', { id', '\n      - { id')}\n`);
    const large = await record(text, [1, 2], {});
    expect(JSON.stringify(large.definition)).toContain('"Mode":"DISTRIBUTED"');
    const whole = await large.recomputed();
    expect(lines(whole)).toEqual(['about succeeded 1', 'lines succeeded 1']);
    expect(find(whole, 'lines').rounds).toEqual({ count: 2, shown: 0 });
    const { steps } = (await large.rounds('lines'))!;
    expect(lines(steps).filter((line) => !line.includes('more'))).toEqual(expected.slice(2));
    expect(find(steps, 'lines[1]/tell').input).toMatchObject({ url: 'https://x.example/2' });
    expect(find(steps, 'lines[1]/keep').output).toMatchObject({ branch: 'then', conditions: [{ left: 2, right: 1 }] });
  });

  test('names the rounds that failed, also where they are not shown', async () => {
    const text = `  - { id: l, forEach: "{{ [1..30] }}", onItemError: continue, do: [ ${action('tell')} ] }`;
    const gone = { code: 'NotFound', message: 'gone' };
    const { recomputed } = await record(flowOf(text), {}, { 'l[0]/tell': gone, 'l[24]/tell': gone });
    const { rounds } = find(await recomputed(), 'l');
    expect(rounds).toEqual({ count: 30, shown: 20, failed: { count: 2, first: [0, 24] } });
  });

  test('shows retries, errors that were dealt with, and what came of them', async () => {
    const { recomputed } = await record(
      flowOf(`
  - ${action('shaky')}
  - { id: guarded, try: [ ${action('risky')}, ${action('after')} ], catch: [ { id: sorry, set: { why: "{{ $guarded.error.message }}" } } ] }
  - { id: odd, set: { z: "{{ $trigger.body.n + $trigger.body.text }}" }, onError: continue }
  - ${action('soft').replace(/ \}$/, ', onError: continue }')}
  - { id: last, set: { all: "{{ $guarded.why & $odd.error.code & $soft.error.code }}" } }
  - { id: end, stop: succeeded, output: { said: "{{ $last.all }}" } }
`),
      { n: 1, text: 'a' },
      {
        shaky: [{ code: 'Unavailable', message: '503', after: 1 }, { output: { status: 200 } }],
        risky: { code: 'NotFound', message: 'gone' },
        soft: { code: 'Conflict', message: 'twice' },
      },
    );
    const steps = await recomputed();
    expect(lines(steps)).toEqual([
      'shaky succeeded 2',
      'guarded succeeded 1',
      'risky failed 1',
      'after skipped 0',
      'sorry succeeded 1',
      'odd failed 1',
      'soft failed 1',
      'last succeeded 1',
      'end succeeded 1',
    ]);
    expect(find(steps, 'shaky').tries).toHaveLength(2);
    expect(find(steps, 'shaky').error).toBeUndefined();
    expect(find(steps, 'risky').error).toEqual({ code: 'NotFound', message: 'gone' });
    expect(find(steps, 'sorry').output).toEqual({ why: 'gone' });
    expect(find(steps, 'odd').error).toEqual({
      code: 'ExpressionFailed',
      message:
        'In "odd", the expression $trigger.body.n + $trigger.body.text failed: The right side of + is not a number. $number(...) makes one of text.',
      sentence: expect.objectContaining({ id: 'expressionFailed' }),
    });
    expect(find(steps, 'last').output).toEqual({ all: 'goneExpressionFailedConflict' });
    expect(find(steps, 'end').output).toEqual({ said: 'goneExpressionFailedConflict' });
  });

  test('shows waits and branches', async () => {
    const { recomputed } = await record(
      flowOf(`
  - { id: fan, parallel: { one: [ ${action('a')} ], two: [ { id: pause, wait: { for: 90s } }, ${action('b')} ] } }
  - { id: last, set: { x: "{{ $fan.two.status }}" } }
`),
      {},
      { a: { output: { status: 1 }, after: 5 }, b: { output: { status: 2 }, after: 1 } },
    );
    const steps = await recomputed();
    expect(lines(steps)).toEqual([
      'fan succeeded 1',
      'a succeeded 1',
      'pause succeeded 1',
      'b succeeded 1',
      'last succeeded 1',
    ]);
    expect(find(steps, 'pause')).toMatchObject({
      startedAt: '2026-05-01T12:00:00.000Z',
      endedAt: '2026-05-01T12:01:30.000Z',
    });
    expect(find(steps, 'fan').output).toEqual({ one: { status: 1 }, two: { status: 2 } });
    const [meanwhile, ended] = [startedAt + 60_000, formatTime(startedAt + 60_000)];
    expect(find(await recomputed({ status: 'running' }, meanwhile), 'pause')).toMatchObject({
      status: 'running',
      until: '2026-05-01T12:01:30.000Z',
    });
    const cut = find(await recomputed({ status: 'stopped', endedAt: ended }), 'pause');
    expect(cut).toMatchObject({ status: 'stopped', endedAt: ended });
    expect(cut.until).toBeUndefined();
  });
});

describe('a run that did not succeed', () => {
  test('shows the step that failed, and what came after as skipped', async () => {
    const { recorded, recomputed } = await record(
      flowOf(`
  - ${action('a')}
  - ${action('b')}
  - ${action('c')}
`),
      {},
      { b: { code: 'Unauthorized', message: 'wrong token', after: 1 } },
    );
    expect(recorded).toMatchObject({ status: 'failed', error: { code: 'Unauthorized', step: 'b' } });
    const steps = await recomputed();
    expect(lines(steps)).toEqual(['a succeeded 1', 'b failed 1', 'c skipped 0']);
    expect(find(steps, 'b').error).toEqual({ code: 'Unauthorized', message: 'wrong token' });
  });

  test('shows a failed expression at its step', async () => {
    const { recomputed } = await record(
      flowOf(`
  - { id: a, set: { n: 1 } }
  - { id: b, set: { n: "{{ $a.n + $trigger.body.text }}" } }
  - { id: c, set: { n: "{{ $b.n }}" } }
`),
      { text: 'x' },
      {},
    );
    const steps = await recomputed();
    expect(lines(steps)).toEqual(['a succeeded 1', 'b failed 1', 'c skipped 0']);
    expect(find(steps, 'b').error?.code).toBe('ExpressionFailed');
  });

  test('shows what other branches were doing as stopped', async () => {
    const { recomputed } = await record(
      flowOf(`  - { id: fan, parallel: { one: [ ${action('slow')} ], two: [ ${action('bad')} ] } }`),
      {},
      { slow: 'silent', bad: { code: 'NotFound', message: 'gone', after: 2 } },
    );
    const steps = await recomputed();
    expect(lines(steps)).toEqual(['fan failed 1', 'slow stopped 1', 'bad failed 1']);
    expect(find(steps, 'fan').error).toEqual({ code: 'NotFound', message: 'gone' });
  });

  test('a call without a record failed where the run says so', async () => {
    const { recomputed } = await record(flowOf(`  - ${action('a')}\n  - ${action('b')}`), {}, {});
    const error = { code: 'Unauthorized', message: 'This flow may not use the connection.', step: 'b' };
    const { recorded } = await record(flowOf(`  - ${action('a')}`), {}, {});
    const steps = await recomputed({ status: 'failed', error, effects: recorded.effects });
    expect(lines(steps)).toEqual(['a succeeded 1', 'b failed 1']);
    expect(find(steps, 'b').error).toEqual({ code: error.code, message: error.message });
  });

  test('a stop ends it with its message', async () => {
    const { recorded, recomputed } = await record(
      flowOf(`
  - { id: fan, parallel: { one: [ { id: x, wait: { for: 10s } } ], two: [ { id: no, stop: failed, message: "not today" } ] } }
  - ${action('c')}
`),
      {},
      {},
    );
    expect(recorded.status).toBe('failed');
    const steps = await recomputed();
    expect(lines(steps)).toEqual(['fan stopped 1', 'x stopped 1', 'no failed 1', 'c skipped 0']);
    expect(find(steps, 'no').error).toEqual({ code: 'Stopped', message: 'not today' });
  });

  test('stopped by hand', async () => {
    const { recomputed } = await record(
      flowOf(`  - ${action('a')}\n  - { id: pause, wait: { for: 2m } }\n  - ${action('c')}`),
      {},
      { a: { output: 1, after: 5 } },
    );
    const endedAt = formatTime(startedAt + 30_000);
    expect(lines(await recomputed({ status: 'stopped', endedAt }))).toEqual([
      'a succeeded 1',
      'pause stopped 1',
      'c skipped 0',
    ]);
  });

  test('timed out', async () => {
    const { recorded, recomputed } = await record(
      flowOf(`  - ${action('a')}\n  - ${action('b')}`).replace('name: F', 'name: F\ndeadline: 30s'),
      {},
      { a: { output: 1, after: 14 }, b: 'silent' },
    );
    expect(recorded.status).toBe('timedOut');
    expect(lines(await recomputed())).toEqual(['a succeeded 1', 'b stopped 1']);
  });
});

describe('a repeat', () => {
  const repeated = (more = '') =>
    flowOf(`
  - id: ready
    repeat: { until: { left: "{{ $ask.status }}", op: equals, right: 200 }, every: 5m, atMost: 12m }
    do: [ ${action('ask')}, { id: odd, if: { left: "{{ $ask.status }}", op: equals, right: 500 }, then: [ ${action('x')} ] } ]${more}
  - ${action('after')}`);

  test('shows each round, up to the one in which it was done', async () => {
    const { recorded, recomputed } = await record(
      repeated().replace(', { id: odd', ', { id: lost, set: { a: "{{ $ask.status }}" } }, { id: odd'),
      {},
      {
        'ready[0]/ask': { output: { status: 404 }, after: 20 },
        'ready[1]/ask': { output: { status: 500 } },
        ask: { output: { status: 200 } },
      },
    );
    expect(recorded.status).toBe('succeeded');
    const steps = await recomputed();
    expect(lines(steps)).toEqual([
      'ready succeeded 1',
      'ready[0]/ask succeeded 1',
      'ready[0]/lost succeeded 1',
      'ready[0]/odd succeeded 1',
      'ready[0]/x skipped 0',
      'ready[1]/ask succeeded 1',
      'ready[1]/lost succeeded 1',
      'ready[1]/odd succeeded 1',
      'ready[1]/x succeeded 1',
      'ready[2]/ask succeeded 1',
      'ready[2]/lost succeeded 1',
      'ready[2]/odd succeeded 1',
      'ready[2]/x skipped 0',
      'after succeeded 1',
    ]);
    expect(find(steps, 'ready[2]/lost').output).toEqual({ a: 200 });
    expect(find(steps, 'ready[1]/ask').startedAt).toBe(formatTime(startedAt + 300_000));
  });

  test('that took too long has failed, after a last round when its time was over', async () => {
    const { recorded, recomputed } = await record(repeated(), {}, { ask: { output: { status: 404 } } });
    expect(recorded).toMatchObject({ status: 'failed', error: { code: 'Timeout', step: 'ready' } });
    const steps = await recomputed();
    expect(find(steps, 'ready')).toMatchObject({ status: 'failed', error: { code: 'Timeout' } });
    expect(steps.filter(({ id }) => id === 'ask').map(({ startedAt: at }) => Date.parse(at!) - startedAt)).toEqual([
      0, 300_000, 600_000, 720_000,
    ]);
    const handled = await record(repeated('\n    onError: continue'), {}, { ask: { output: { status: 404 } } });
    expect(handled.recorded.status).toBe('succeeded');
    expect(lines(await handled.recomputed()).filter((line) => !line.includes('/'))).toEqual([
      'ready failed 1',
      'after succeeded 1',
    ]);
  });

  test('that is under way tells when it goes on', async () => {
    const { recorded, recomputed } = await record(repeated(), {}, { ask: { output: { status: 404 } } });
    const effects = recorded.effects.slice(0, 2);
    const steps = await recomputed({ status: 'running', effects }, startedAt + 400_000);
    expect(find(steps, 'ready')).toMatchObject({ status: 'running', until: formatTime(startedAt + 600_000) });
    expect(lines(steps)).toContain('ready[1]/ask succeeded 1');
  });
});

describe('a run that goes on', () => {
  test('shows where it is, and leaves out what may still come', async () => {
    const text = flowOf(
      `  - ${action('a')}\n  - { id: big, if: { left: 1, op: equals, right: 2 }, then: [ ${action('x')} ], else: [ ${action('b')} ] }\n  - ${action('c')}`,
    );
    const { recorded, recomputed } = await record(text, {}, { b: 'silent' });
    const [a, b] = recorded.effects;
    const running = { status: 'running' as const, effects: [a!, { ...b!, tries: b!.tries.slice(0, 1) }] };
    const now = startedAt + 3000;
    expect(lines(await recomputed(running, now))).toEqual([
      'a succeeded 1',
      'big succeeded 1',
      'x skipped 0',
      'b running 1',
    ]);
    expect(lines(await recomputed({ ...running, effects: [] }, now))).toEqual(['a running 1']);
    expect(lines(await recomputed({ status: 'queued' }))).toEqual([]);
  });

  test('a failed try that is to be repeated is still running', async () => {
    const { recomputed } = await record(flowOf(`  - ${action('a')}`), {}, {});
    const times = { startedAt: formatTime(startedAt), endedAt: formatTime(startedAt + 1000) };
    const error = { code: 'Unavailable', message: '503' };
    const effect = { path: 'a', status: 'failed' as const, ...times, tries: [{ ...times, error }], input: {}, error };
    const steps = await recomputed({ status: 'running', effects: [effect] }, startedAt + 1500);
    expect(lines(steps)).toEqual(['a running 1']);
  });
});
