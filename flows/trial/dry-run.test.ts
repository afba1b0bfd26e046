import { expect, test } from 'vitest';
import { compileText } from '#flows/compiler/compile-text.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { shownError } from '#flows/history/shown-error.ts';
import type { Json } from '#flows/language/json.ts';
import { type DryRun, type DryRunRequest, dryRun } from './dry-run.ts';

const now = Date.UTC(2026, 4, 1, 12);

function played(steps: string, more: Partial<DryRunRequest> = {}, trigger = '{ use: core.webhook }'): Promise<DryRun> {
  const source = `id: f\nname: F\ntrigger: ${trigger}\nsteps:\n${steps}`;
  const { flow, compiled, problems } = compileText(source, 'yaml', { catalogue });
  if (!flow || !compiled) throw new Error(JSON.stringify(problems));
  return dryRun({ flow, compiled, catalogue, trigger: { body: {} }, env: {}, pins: {}, chosen: {}, now, ...more });
}

const get = (id: string) => `  - { id: ${id}, use: http.request, with: { url: "https://example.com" } }\n`;
const step = (run: DryRun, path: string) => run.steps.find((each) => each.path === path)!;

test('an action answers with the sample of its operation, a pin or what was chosen, and tells which', async () => {
  const run = await played(get('one') + get('two') + get('three'), {
    pins: { two: { status: 201 }, three: { status: 202 } },
    chosen: { three: { output: { status: 203 } } },
  });
  expect(run.status).toBe('succeeded');
  expect(run.steps.map(({ output }) => (output as { status: Json }).status)).toEqual([200, 201, 203]);
  expect(run.sources).toEqual({ one: 'sample', two: 'pinned', three: 'chosen' });
});

test('a failure that is chosen is tried again as the step says, and ends the run', async () => {
  const run = await played(get('one'), { chosen: { one: { error: 'RateLimited' } } });
  expect(run).toMatchObject({ status: 'failed', error: { code: 'RateLimited', step: 'one' } });
  expect(step(run, 'one')).toMatchObject({ status: 'failed', attempts: 3 });
});

test('a failure of the first try only lets the step succeed with the second', async () => {
  const run = await played(get('one'), { chosen: { one: [{ error: 'Unavailable' }, { output: { status: 200 } }] } });
  expect(run.status).toBe('succeeded');
  expect(step(run, 'one').tries?.map(({ error }) => error?.code)).toEqual(['Unavailable', undefined]);
});

test('waiting is a matter of the virtual clock', async () => {
  const run = await played('  - { id: nap, wait: { for: 3d } }\n');
  expect(run).toMatchObject({ status: 'succeeded', endedAt: '2026-05-04T12:00:00.000Z' });
});

const approval = `  - { id: answer, wait: { callback: { timeout: 2h } }, onError: [ { id: late, set: { x: 1 } } ] }
  - { id: which, if: { left: "{{ $answer.decision }}", op: equals, right: "yes" }, then: [ { id: yes, set: { x: 2 } } ] }
`;

test.each<[string, DryRunRequest['chosen'], string[]]>([
  ['yes', { answer: { output: { decision: 'yes' } } }, ['answer', 'which', 'yes']],
  ['no', { answer: { output: { decision: 'no' } } }, ['answer', 'which']],
  ['nobody in time', { answer: { silent: true } }, ['late', 'which']],
])('what comes to a callback is chosen: %s', async (_, chosen, done) => {
  const run = await played(approval, { chosen });
  expect(run.status).toBe('succeeded');
  expect(run.steps.filter(({ status }) => status === 'succeeded').map(({ path }) => path)).toEqual(done);
  expect(step(run, 'answer').status).toBe(done.includes('late') ? 'failed' : 'succeeded');
});

test('an input that the action would refuse fails the step, unless its answer is chosen', async () => {
  const bad =
    '  - { id: bad, use: http.request, with: { url: "https://example.com", method: "{{ $trigger.body.method }}" } }\n';
  const trigger = { body: { method: 'FETCH' } };
  expect(await played(bad, { trigger })).toMatchObject({
    status: 'failed',
    error: { code: 'InvalidInput', step: 'bad' },
  });
  expect(await played(bad, { trigger, chosen: { bad: { output: {} } } })).toMatchObject({ status: 'succeeded' });
});

test('what the conditions say of the event is told beside the run', async () => {
  const trigger = '{ use: core.webhook, when: { left: "{{ $trigger.body.n }}", op: gt, right: 5 } }';
  const run = await played(get('one'), { trigger: { body: { n: 3 } } }, trigger);
  expect(run.judgement).toMatchObject({
    result: false,
    conditions: [{ path: 'when', left: 3, right: 5, result: false }],
  });
  expect(run.status).toBe('succeeded');
});

test('an event that no execution takes is refused', async () => {
  const run = await played(get('one'), { trigger: { body: 'x'.repeat(300_000) } });
  expect(run).toMatchObject({ status: 'failed', error: { code: 'EventTooLarge' }, steps: [] });
});

test('results of a long loop that are read and that no step can carry are refused, counted in bytes', async () => {
  const rows = Array.from({ length: 1000 }, (_, n) => n);
  const loop = `  - id: rows\n    forEach: "{{ $trigger.body.rows }}"\n    as: row\n    atMost: 10000\n    do:\n    ${get('one').trimEnd().replace(/\n/g, '\n    ')}\n`;
  const run = (body: string) =>
    played(
      `${loop}  - { id: last, set: { x: "{{ $count($rows.results) }}", y: "{{ $rows.results[0] }}" } }\n`,
      { trigger: { body: { rows } }, pins: { one: { status: 200, body } } },
      '{ use: core.webhook }\ntype: standard',
    );
  expect(await run('short')).toMatchObject({ status: 'succeeded' });
  const refused = await run('字'.repeat(100));
  expect(refused).toMatchObject({ status: 'failed', error: { code: 'InvalidInput', step: 'rows' } });
  expect(refused.error?.message).toContain('256');
  expect(shownError(refused.error!, 'zh').message).toMatch(/^循环的结果共 \d+ KB/);
});

test('a run without an end is cut off', async () => {
  const rows = Array.from({ length: 3000 }, (_, n) => n);
  const loop = `  - id: rows\n    forEach: "{{ $trigger.body.rows }}"\n    as: row\n    atMost: 3000\n    do:\n    ${get('one').trimEnd().replace(/\n/g, '\n    ')}\n`;
  const run = await played(`${loop}`, { trigger: { body: { rows } } }, '{ use: core.webhook }\ntype: standard');
  expect(run).toMatchObject({ status: 'running', cut: 'calls' });
  expect(run.recorded.effects).toHaveLength(2000);
});

test('the same request gives the same dry run', async () => {
  const steps = `${get('one')}  - { id: two, set: { x: "{{ $run.startedAt }}", y: 1 } }\n`;
  expect(await played(steps)).toEqual(await played(steps));
});
