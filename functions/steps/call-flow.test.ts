import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '#functions/ledger/sweep.ts';
import { startManualRun } from '#functions/runs/start-manual-run.ts';
import { answerStep } from '#functions/store/awaited-step.ts';
import { getRun, type Run } from '#functions/store/run.ts';
import { settleRun } from '#functions/store/run-end.ts';
import { startFunctions } from '#test/support/functions.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { handler } from './handler.ts';

let millrace: Awaited<ReturnType<typeof startFunctions>>;

beforeAll(async () => {
  millrace = await startFunctions();
});
afterAll(() => millrace.stop());

const flow = (id: string, steps: string, trigger = '{ use: core.manual }') => `
id: ${id}
trigger: ${trigger}
steps:
${steps}`;

const done = '  - { id: done, stop: succeeded, output: { doubled: "{{ $trigger.n * 2 }}" } }';
const calling = (call: string, more = '') => `
  - { id: sub, call: ${call}, with: { n: 21 }, await: true${more} }
  - { id: end, stop: succeeded, output: "{{ $sub }}" }`;

const start = async (id: string) => (await startManualRun(id, {}, Date.now())) as string;

async function until(id: string, holds: (run: Run) => unknown): Promise<Run> {
  for (let i = 0; i < 500; i++) {
    const run = await getRun(id);
    if (run && holds(run)) return run;
    await new Promise((later) => setTimeout(later, 20));
  }
  throw new Error(`The run ${id} is ${JSON.stringify(await getRun(id))}`);
}

const ended = (id: string) => until(id, ({ endedAt }) => endedAt);
const runsOf = async (id: string) => (await millrace.api('GET', `/api/runs?flow=${id}`)).items as Run[];
const childOf = async (id: string) => {
  for (let i = 0; i < 500; i++) {
    const [child] = await runsOf(id);
    if (child) return child.id;
    await new Promise((later) => setTimeout(later, 20));
  }
  throw new Error(`${id} has no run.`);
};

describe('a call that is awaited', () => {
  it.each([
    ['express', 'EXPRESS'],
    ['standard', 'STANDARD'],
  ])('has the output of the called %s run, which says what caused it', async (type) => {
    await millrace.publish(flow(`twice-${type}`, done).replace('trigger:', `type: ${type}\ntrigger:`));
    await millrace.publish(flow(`asks-${type}`, calling(`twice-${type}`)));
    const id = await start(`asks-${type}`);
    const run = await ended(id);
    const child = await childOf(`twice-${type}`);
    expect(run).toMatchObject({ status: 'succeeded', output: { run: child, output: { doubled: 42 } } });
    expect(await getRun(child)).toMatchObject({ causedBy: id, trigger: 'core.call', status: 'succeeded' });
    const shown = await millrace.api('GET', `/api/runs/${id}`);
    expect(shown.steps[0]).toMatchObject({
      status: 'succeeded',
      input: { n: 21 },
      output: { run: child },
      called: child,
    });
    expect((await millrace.api('GET', `/api/runs/${child}`)).caller).toMatchObject({ run: id });
  });

  it('fails with Timeout when the called run takes too long, and stops that run', async () => {
    await millrace.publish(flow('lies-in', '  - { id: nap, wait: { for: 1h } }'));
    await millrace.publish(flow('hurries', calling('lies-in', ', timeout: "{{ 1 }}"')));
    const id = await start('hurries');
    expect(await ended(id)).toMatchObject({ status: 'failed', error: { code: 'Timeout', step: 'sub' } });
    const child = await ended(await childOf('lies-in'));
    expect(child).toMatchObject({ status: 'stopped', error: { sentence: { id: 'callerGaveUp' } } });
    const shown = await millrace.api('GET', `/api/runs/${id}`);
    expect(shown.steps[0]).toMatchObject({ status: 'failed', error: { code: 'Timeout' }, called: child.id });
  });

  it('goes on with the output of a run that ended in the last moment', async () => {
    await millrace.publish(flow('just-in-time', calling('lies-in', ', timeout: 1s')));
    const id = await start('just-in-time');
    const waiting = await until(id, () => true);
    const at = { run: waiting.id, path: 'sub', startedAt: waiting.startedAt };
    await expect.poll(() => answerStep(at, { output: { run: 'r1', output: 7 } }, 'r1', waiting.startedAt)).toBeTruthy();
    expect(await ended(id)).toMatchObject({ status: 'succeeded', output: { output: 7 } });
    expect((await millrace.api('GET', `/api/runs/${id}`)).steps[0]).toMatchObject({ status: 'succeeded' });
  });

  it('starts a flow of any trigger, although its conditions would say no', async () => {
    const when = '{ use: core.webhook, when: { left: 1, op: equals, right: 2 } }';
    await millrace.publish(flow('picky', '  - { id: done, stop: succeeded, output: "{{ $trigger }}" }', when));
    await millrace.publish(flow('asks-picky', calling('picky')));
    expect((await ended(await start('asks-picky'))).output).toMatchObject({ output: { n: 21 } });
  });

  it('fails as the called run does, and its error can be caught', async () => {
    await millrace.publish(flow('fails', '  - { id: no, stop: failed, message: not today }'));
    await millrace.publish(flow('asks-fails', calling('fails')));
    await millrace.publish(flow('catches', calling('fails', ', onError: continue')));
    const run = await ended(await start('asks-fails'));
    expect(run).toMatchObject({ status: 'failed', error: { step: 'sub' } });
    expect(run.error?.message).toContain('not today');
    const [sub] = (await millrace.api('GET', `/api/runs/${run.id}`)).steps;
    expect(await getRun(sub.called)).toMatchObject({ flow: 'fails', status: 'failed' });
    const caught = await ended(await start('catches'));
    expect(caught).toMatchObject({ status: 'succeeded', output: { error: { step: 'sub' } } });
  });

  it('fails when there is no such flow', async () => {
    await millrace.publish(flow('asks-nobody', calling('nobody')));
    const failed = await ended(await start('asks-nobody'));
    expect(failed.error).toMatchObject({ code: 'NotFound', step: 'sub' });
    await millrace.publish(flow('asks-anyway', calling('nobody', ', onError: continue')));
    const run = await ended(await start('asks-anyway'));
    for (const { id } of [failed, run]) {
      const [shown] = (await millrace.api('GET', `/api/runs/${id}`)).steps;
      expect(shown).toMatchObject({ status: 'failed', error: { code: 'NotFound' } });
      expect(shown.error.message).toContain('nobody');
    }
  });

  it('ends with its caller when that is stopped', async () => {
    await millrace.publish(flow('sleeps', '  - { id: pause, wait: { for: 2h } }'));
    await millrace.publish(flow('asks-sleeps', calling('sleeps')));
    const id = await start('asks-sleeps');
    const child = await childOf('sleeps');
    await millrace.api('POST', `/api/runs/${id}/stop`);
    expect((await ended(child)).status).toBe('stopped');
    expect((await getRun(id))?.status).toBe('stopped');
  });

  it('tells its caller when the called run is stopped', async () => {
    await millrace.publish(flow('naps', '  - { id: pause, wait: { for: 2h } }'));
    await millrace.publish(flow('asks-naps', calling('naps')));
    const id = await start('asks-naps');
    await millrace.api('POST', `/api/runs/${await childOf('naps')}/stop`);
    expect((await ended(id)).error).toMatchObject({ code: 'Stopped', step: 'sub' });
  });
});

describe('a call that is not awaited', () => {
  it('starts the run and goes on', async () => {
    await millrace.publish(flow('later', '  - { id: pause, wait: { for: 2h } }'));
    await millrace.publish(
      flow('tells', '  - { id: sub, call: later }\n  - { id: end, stop: succeeded, output: "{{ $sub }}" }'),
    );
    const run = await ended(await start('tells'));
    const child = await childOf('later');
    expect(run.output).toEqual({ run: child });
    expect((await getRun(child))?.status).toBe('running');
    await millrace.api('POST', `/api/runs/${child}/stop`);
  });
});

describe('a call that is asked again', () => {
  it('starts one run, and answers the newer token, also when the run has ended', async () => {
    await millrace.publish(flow('once', done));
    await millrace.publish(flow('asks-once', calling('once')));
    const id = await start('asks-once');
    await ended(id);
    const child = await childOf('once');
    const payload = { run: id, flow: 'asks-once', step: 'sub', path: 'sub', operation: 'core.call', call: 'once' };
    expect(await handler({ ...payload, input: {}, token: 'another' }, {} as never)).toEqual({ run: child });
    expect(await runsOf('once')).toHaveLength(1);
  });

  it('leaves an EXPRESS run that goes on to its one start', async () => {
    const receiver = await startReceiver(() => ({ after: 1000 }));
    const action = `  - { id: send, use: http.request, with: { url: "${receiver.url}", method: POST } }\n`;
    await millrace.publish(flow('single', action + done));
    await millrace.publish(flow('asks-single', calling('single')));
    const id = await start('asks-single');
    await until(id, () => receiver.received.length === 1);
    const payload = { run: id, flow: 'asks-single', step: 'sub', path: 'sub', operation: 'core.call', call: 'single' };
    const child = await childOf('single');
    expect(await handler({ ...payload, input: {}, token: 'another' }, {} as never)).toEqual({ run: child });
    expect(millrace.executions(child)).toBe(1);
    await ended(child);
    await receiver.close();
  });

  it('is made after all when it was refused before', async () => {
    const gate = '{ use: core.manual }\nconcurrency: { max: 1, whenFull: skip }';
    await millrace.publish(flow('crowded', '  - { id: pause, wait: { for: 2h } }', gate));
    await millrace.publish(flow('asks-crowded', '  - { id: pause, wait: { for: 2h } }'));
    const before = await start('crowded');
    const id = await start('asks-crowded');
    const payload = {
      run: id,
      flow: 'asks-crowded',
      step: 'sub',
      path: 'sub',
      operation: 'core.call',
      call: 'crowded',
    };
    const ask = (token: string) => handler({ ...payload, input: {}, token }, {} as never);
    await expect(ask('one')).rejects.toMatchObject({ name: 'Conflict' });
    await millrace.api('POST', `/api/runs/${before}/stop`);
    const { run: child } = (await ask('two')) as { run: string };
    expect(await getRun(child)).toMatchObject({ caller: { token: 'two' } });
    await millrace.api('POST', `/api/runs/${id}/stop`);
    expect((await getRun(child))?.status).toBe('stopped');
  });

  it('is refused once its run has ended', async () => {
    const [run] = await runsOf('asks-once');
    const payload = { run: run?.id, flow: 'asks-once', step: 'sub', path: 'other', operation: 'core.call' };
    const late = handler({ ...payload, call: 'once', input: {} }, {} as never);
    await expect(late).rejects.toMatchObject({ name: 'Conflict' });
  });
});

describe('flows that call each other in a circle', () => {
  it('end', async () => {
    await millrace.publish(flow('ping', calling('pong')));
    await millrace.publish(flow('pong', calling('ping')));
    const run = await ended(await start('ping'));
    expect(run.status).toBe('failed');
    expect(run.error?.message).toContain('circle');
    expect((await runsOf('ping')).length + (await runsOf('pong')).length).toBe(17);
  });
});

describe('the sweeper', () => {
  it('answers the caller where a crash came between the end of a run and its follow-up', async () => {
    await millrace.publish(flow('rests', '  - { id: pause, wait: { for: 2h } }'));
    await millrace.publish(flow('asks-rests', calling('rests')));
    const id = await start('asks-rests');
    const child = await childOf('rests');
    const run = await until(child, ({ status }) => status === 'running');
    const endedAt = new Date(Date.now() - 60_000).toISOString();
    expect(await settleRun(run.id, { status: 'succeeded', endedAt, output: 7 })).toBe('tied');
    expect((await getRun(id))?.status).toBe('running');
    await sweep(Date.now());
    expect((await ended(id)).output).toEqual({ run: child, output: 7 });
  });
});
