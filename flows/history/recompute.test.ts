import { describe, expect, test } from 'vitest';
import { formatTime } from '#flows/language/iso-time.ts';
import { action, flowOf, linesOf, recordRun, stepAt } from '#test/support/record-run.ts';
import { startedAt } from '#test/support/run-machine.ts';

describe('a run that succeeded', () => {
  test('shows the path taken, and why', async () => {
    const { recomputed } = await recordRun(
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
    expect(linesOf(steps)).toEqual([
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
    expect(stepAt(steps, 'vars').output).toEqual({ total: 8 });
    expect(stepAt(steps, 'large').output).toEqual({
      branch: 'then',
      conditions: [
        { path: 'if.all[0]', op: 'gt', left: 8, right: 5, result: true },
        { path: 'if.all[1]', op: 'empty', result: true },
      ],
    });
    expect(stepAt(steps, 'yes')).toMatchObject({
      kind: 'action',
      input: { method: 'GET', url: 'https://x.example/8' },
      output: { status: 201 },
      startedAt: '2026-05-01T12:00:00.000Z',
      endedAt: '2026-05-01T12:00:02.000Z',
    });
    expect(stepAt(steps, 'route').output).toEqual({ branch: 'bug', value: 'bug' });
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
    const inline = await recordRun(loop('$trigger.body', 'onItemError: continue'), [1, 2], {});
    expect(linesOf(await inline.recomputed())).toEqual(expected);
    const many = Array.from({ length: 10 }, (_, index) => action(`more${index}`)).join(', ');
    const text = loop('$trigger.body', '')
      .replace('name: F', 'name: F\ntype: standard')
      .replace(/ \] \}\n$/, ` ] }\n      - ${many.replaceAll(', { id', '\n      - { id')}\n`);
    const large = await recordRun(text, [1, 2], {});
    expect(JSON.stringify(large.definition)).toContain('"Mode":"DISTRIBUTED"');
    const whole = await large.recomputed();
    expect(linesOf(whole)).toEqual(['about succeeded 1', 'lines succeeded 1']);
    expect(stepAt(whole, 'lines').rounds).toEqual({ count: 2, shown: 0 });
    const { steps } = (await large.rounds('lines'))!;
    expect(linesOf(steps).filter((line) => !line.includes('more'))).toEqual(expected.slice(2));
    expect(stepAt(steps, 'lines[1]/tell').input).toMatchObject({ url: 'https://x.example/2' });
    expect(stepAt(steps, 'lines[1]/keep').output).toMatchObject({
      branch: 'then',
      conditions: [{ left: 2, right: 1 }],
    });
  });

  test('names the rounds that failed, also where they are not shown', async () => {
    const text = `  - { id: l, forEach: "{{ [1..30] }}", onItemError: continue, do: [ ${action('tell')} ] }`;
    const gone = { code: 'NotFound', message: 'gone' };
    const { recomputed } = await recordRun(flowOf(text), {}, { 'l[0]/tell': gone, 'l[24]/tell': gone });
    const { rounds } = stepAt(await recomputed(), 'l');
    expect(rounds).toEqual({ count: 30, shown: 20, failed: { count: 2, first: [0, 24] } });
  });

  test('shows retries, errors that were dealt with, and what came of them', async () => {
    const { recomputed } = await recordRun(
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
    expect(linesOf(steps)).toEqual([
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
    expect(stepAt(steps, 'shaky').tries).toHaveLength(2);
    expect(stepAt(steps, 'shaky').error).toBeUndefined();
    expect(stepAt(steps, 'risky').error).toEqual({ code: 'NotFound', message: 'gone' });
    expect(stepAt(steps, 'sorry').output).toEqual({ why: 'gone' });
    expect(stepAt(steps, 'odd').error).toEqual({
      code: 'ExpressionFailed',
      message:
        'In "odd", the expression $trigger.body.n + $trigger.body.text failed: The right side of + is not a number. $number(...) makes one of text.',
      sentence: expect.objectContaining({ id: 'expressionFailed' }),
    });
    expect(stepAt(steps, 'last').output).toEqual({ all: 'goneExpressionFailedConflict' });
    expect(stepAt(steps, 'end').output).toEqual({ said: 'goneExpressionFailedConflict' });
  });

  test('shows waits and branches', async () => {
    const { recomputed } = await recordRun(
      flowOf(`
  - { id: fan, parallel: { one: [ ${action('a')} ], two: [ { id: pause, wait: { for: 90s } }, ${action('b')} ] } }
  - { id: last, set: { x: "{{ $fan.two.status }}" } }
`),
      {},
      { a: { output: { status: 1 }, after: 5 }, b: { output: { status: 2 }, after: 1 } },
    );
    const steps = await recomputed();
    expect(linesOf(steps)).toEqual([
      'fan succeeded 1',
      'a succeeded 1',
      'pause succeeded 1',
      'b succeeded 1',
      'last succeeded 1',
    ]);
    expect(stepAt(steps, 'pause')).toMatchObject({
      startedAt: '2026-05-01T12:00:00.000Z',
      endedAt: '2026-05-01T12:01:30.000Z',
    });
    expect(stepAt(steps, 'fan').output).toEqual({ one: { status: 1 }, two: { status: 2 } });
    const [meanwhile, ended] = [startedAt + 60_000, formatTime(startedAt + 60_000)];
    expect(stepAt(await recomputed({ status: 'running' }, meanwhile), 'pause')).toMatchObject({
      status: 'running',
      until: '2026-05-01T12:01:30.000Z',
    });
    const cut = stepAt(await recomputed({ status: 'stopped', endedAt: ended }), 'pause');
    expect(cut).toMatchObject({ status: 'stopped', endedAt: ended });
    expect(cut.until).toBeUndefined();
  });
});

describe('a run that did not succeed', () => {
  test('shows the step that failed, and what came after as skipped', async () => {
    const { recorded, recomputed } = await recordRun(
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
    expect(linesOf(steps)).toEqual(['a succeeded 1', 'b failed 1', 'c skipped 0']);
    expect(stepAt(steps, 'b').error).toEqual({ code: 'Unauthorized', message: 'wrong token' });
  });

  test('shows a failed expression at its step', async () => {
    const { recomputed } = await recordRun(
      flowOf(`
  - { id: a, set: { n: 1 } }
  - { id: b, set: { n: "{{ $a.n + $trigger.body.text }}" } }
  - { id: c, set: { n: "{{ $b.n }}" } }
`),
      { text: 'x' },
      {},
    );
    const steps = await recomputed();
    expect(linesOf(steps)).toEqual(['a succeeded 1', 'b failed 1', 'c skipped 0']);
    expect(stepAt(steps, 'b').error?.code).toBe('ExpressionFailed');
  });

  test('shows what other branches were doing as stopped', async () => {
    const { recomputed } = await recordRun(
      flowOf(`  - { id: fan, parallel: { one: [ ${action('slow')} ], two: [ ${action('bad')} ] } }`),
      {},
      { slow: 'silent', bad: { code: 'NotFound', message: 'gone', after: 2 } },
    );
    const steps = await recomputed();
    expect(linesOf(steps)).toEqual(['fan failed 1', 'slow stopped 1', 'bad failed 1']);
    expect(stepAt(steps, 'fan').error).toEqual({ code: 'NotFound', message: 'gone' });
  });

  test('a call without a record failed where the run says so', async () => {
    const { recomputed } = await recordRun(flowOf(`  - ${action('a')}\n  - ${action('b')}`), {}, {});
    const error = { code: 'Unauthorized', message: 'This flow may not use the connection.', step: 'b' };
    const { recorded } = await recordRun(flowOf(`  - ${action('a')}`), {}, {});
    const steps = await recomputed({ status: 'failed', error, effects: recorded.effects });
    expect(linesOf(steps)).toEqual(['a succeeded 1', 'b failed 1']);
    expect(stepAt(steps, 'b').error).toEqual({ code: error.code, message: error.message });
  });

  test('a stop ends it with its message', async () => {
    const { recorded, recomputed } = await recordRun(
      flowOf(`
  - { id: fan, parallel: { one: [ { id: x, wait: { for: 10s } } ], two: [ { id: no, stop: failed, message: "not today" } ] } }
  - ${action('c')}
`),
      {},
      {},
    );
    expect(recorded.status).toBe('failed');
    const steps = await recomputed();
    expect(linesOf(steps)).toEqual(['fan stopped 1', 'x stopped 1', 'no failed 1', 'c skipped 0']);
    expect(stepAt(steps, 'no').error).toEqual({ code: 'Stopped', message: 'not today' });
  });

  test('stopped by hand', async () => {
    const { recomputed } = await recordRun(
      flowOf(`  - ${action('a')}\n  - { id: pause, wait: { for: 2m } }\n  - ${action('c')}`),
      {},
      { a: { output: 1, after: 5 } },
    );
    const endedAt = formatTime(startedAt + 30_000);
    expect(linesOf(await recomputed({ status: 'stopped', endedAt }))).toEqual([
      'a succeeded 1',
      'pause stopped 1',
      'c skipped 0',
    ]);
  });

  test('timed out', async () => {
    const { recorded, recomputed } = await recordRun(
      flowOf(`  - ${action('a')}\n  - ${action('b')}`).replace('name: F', 'name: F\ndeadline: 30s'),
      {},
      { a: { output: 1, after: 14 }, b: 'silent' },
    );
    expect(recorded.status).toBe('timedOut');
    expect(linesOf(await recomputed())).toEqual(['a succeeded 1', 'b stopped 1']);
  });
});
