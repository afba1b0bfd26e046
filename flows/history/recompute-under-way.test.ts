import { describe, expect, test } from 'vitest';
import { formatTime } from '#flows/language/iso-time.ts';
import { action, flowOf, linesOf, recordRun, stepAt } from '#test/support/record-run.ts';
import { startedAt } from '#test/support/run-machine.ts';

describe('a repeat', () => {
  const repeated = (more = '') =>
    flowOf(`
  - id: ready
    repeat: { until: { left: "{{ $ask.status }}", op: equals, right: 200 }, every: 5m, atMost: 12m }
    do: [ ${action('ask')}, { id: odd, if: { left: "{{ $ask.status }}", op: equals, right: 500 }, then: [ ${action('x')} ] } ]${more}
  - ${action('after')}`);

  test('shows each round, up to the one in which it was done', async () => {
    const { recorded, recomputed } = await recordRun(
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
    expect(linesOf(steps)).toEqual([
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
    expect(stepAt(steps, 'ready[2]/lost').output).toEqual({ a: 200 });
    expect(stepAt(steps, 'ready[1]/ask').startedAt).toBe(formatTime(startedAt + 300_000));
  });

  test('that took too long has failed, after a last round when its time was over', async () => {
    const { recorded, recomputed } = await recordRun(repeated(), {}, { ask: { output: { status: 404 } } });
    expect(recorded).toMatchObject({ status: 'failed', error: { code: 'Timeout', step: 'ready' } });
    const steps = await recomputed();
    expect(stepAt(steps, 'ready')).toMatchObject({ status: 'failed', error: { code: 'Timeout' } });
    expect(steps.filter(({ id }) => id === 'ask').map(({ startedAt: at }) => Date.parse(at!) - startedAt)).toEqual([
      0, 300_000, 600_000, 720_000,
    ]);
    const handled = await recordRun(repeated('\n    onError: continue'), {}, { ask: { output: { status: 404 } } });
    expect(handled.recorded.status).toBe('succeeded');
    expect(linesOf(await handled.recomputed()).filter((line) => !line.includes('/'))).toEqual([
      'ready failed 1',
      'after succeeded 1',
    ]);
  });

  test('that is under way tells when it goes on', async () => {
    const { recorded, recomputed } = await recordRun(repeated(), {}, { ask: { output: { status: 404 } } });
    const effects = recorded.effects.slice(0, 2);
    const steps = await recomputed({ status: 'running', effects }, startedAt + 400_000);
    expect(stepAt(steps, 'ready')).toMatchObject({ status: 'running', until: formatTime(startedAt + 600_000) });
    expect(linesOf(steps)).toContain('ready[1]/ask succeeded 1');
  });
});

describe('a run that goes on', () => {
  test('shows where it is, and leaves out what may still come', async () => {
    const text = flowOf(
      `  - ${action('a')}\n  - { id: big, if: { left: 1, op: equals, right: 2 }, then: [ ${action('x')} ], else: [ ${action('b')} ] }\n  - ${action('c')}`,
    );
    const { recorded, recomputed } = await recordRun(text, {}, { b: 'silent' });
    const [a, b] = recorded.effects;
    const running = { status: 'running' as const, effects: [a!, { ...b!, tries: b!.tries.slice(0, 1) }] };
    const now = startedAt + 3000;
    expect(linesOf(await recomputed(running, now))).toEqual([
      'a succeeded 1',
      'big succeeded 1',
      'x skipped 0',
      'b running 1',
    ]);
    expect(linesOf(await recomputed({ ...running, effects: [] }, now))).toEqual(['a running 1']);
    expect(linesOf(await recomputed({ status: 'queued' }))).toEqual([]);
  });

  test('a failed try that is to be repeated is still running', async () => {
    const { recomputed } = await recordRun(flowOf(`  - ${action('a')}`), {}, {});
    const times = { startedAt: formatTime(startedAt), endedAt: formatTime(startedAt + 1000) };
    const error = { code: 'Unavailable', message: '503' };
    const effect = { path: 'a', status: 'failed' as const, ...times, tries: [{ ...times, error }], input: {}, error };
    const steps = await recomputed({ status: 'running', effects: [effect] }, startedAt + 1500);
    expect(linesOf(steps)).toEqual(['a running 1']);
  });
});
