import { afterAll, expect, test } from 'vitest';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { advance } from '#flows/engine/advance.ts';
import { parseMachine } from '#flows/engine/definition/parse-machine.ts';
import { expressionHost } from '../stepfunctions/expression-host.ts';
import { ExpressionPool } from './expression-pool.ts';

const pool = new ExpressionPool();
afterAll(() => pool.stop());

const around = { now: 0, random: () => 0.5 };
const endless = '($f := function() { $f() }; $f())';

test.each<[string, object, unknown]>([
  ['$uppercase($trigger.body.text)', { trigger: { body: { text: 'a' } }, other: 1 }, 'A'],
  ['$states.result.n + $sum([1, 2])', { states: { result: { n: 1 }, input: { large: true } } }, 4],
  ['$lookup($states, "input").n', { states: { input: { n: 7 } } }, 7],
  ['$missing[0]', {}, undefined],
])(
  '%s is evaluated apart',
  async (source, bindings, value) => {
    expect(await pool.evaluate('f', source, bindings as Record<string, unknown>, around)).toEqual(value);
  },
  20_000,
);

test('what is refused there is refused here, with its place', async () => {
  const failed = pool.evaluate('f', '$trigger.a + $count([1])', { trigger: { a: 'x' } }, around);
  await expect(failed).rejects.toMatchObject({ name: 'ExpressionError', code: 'T2001', position: 12 });
}, 20_000);

test('an allowance is shared, and quick expressions go on when it is spent', async () => {
  const allowance = { spent: 0, most: 1_000_000 };
  const run = (source: string) => pool.evaluate('f', source, {}, { ...around, allowance });
  await expect(run(endless)).rejects.toMatchObject({ code: 'TooSlow' });
  await expect(run(endless)).rejects.toMatchObject({ code: 'UsedUp' });
  expect(allowance.spent).toBeGreaterThanOrEqual(1_000_000);
  expect(await run('$sum([1, 2])')).toBe(3);
}, 60_000);

test('what needs more memory than there is ends alone, again and again', async () => {
  const greedy = '$count([1..100000]^(>$))';
  const all = Array.from({ length: 3 }, () => pool.evaluate('greedy', greedy, {}, around).catch(() => 'ended'));
  expect(await pool.evaluate('good', '$sum([1, 2])', {}, around)).toBe(3);
  expect(await Promise.all(all)).toEqual(['ended', 'ended', 'ended']);
  expect(await pool.evaluate('greedy', '$sum([1, 2])', {}, around)).toBe(3);
}, 120_000);

test('many that never end do not keep another flow waiting', async () => {
  const slow = Array.from({ length: 30 }, () => pool.evaluate('bad', endless, {}, around).catch(() => 'ended'));
  await pool.evaluate('good', '$sum([1, 2])', {}, around);
  const first = await Promise.race([Promise.all(slow).then(() => 'all'), Promise.resolve('good')]);
  expect(first).toBe('good');
  expect(new Set(await Promise.all(slow))).toEqual(new Set(['ended']));
}, 120_000);

test('the flow of the bench never leaves the thread', async () => {
  const source = `
id: bench
name: Bench
trigger: { use: core.webhook }
steps:
  - id: urgent
    if: { left: "{{ $trigger.body.issue.fields.priority.name }}", op: in, right: [High, Highest] }
    then:
      - { id: message, set: { text: "{{ $trigger.body.issue.key }} is {{ $trigger.body.issue.fields.status.name }}: {{ $trigger.body.issue.fields.summary }}" } }
      - { id: send, use: http.request, with: { method: POST, url: "https://sink.example/message", body: { ts: "{{ $trigger.body.ts }}", text: "{{ $message.text }}" } } }
`;
  const { compiled } = compile(source, 'yaml', { catalogue });
  const machine = parseMachine(compiled!.definition, compiled!.type);
  const fields = { priority: { name: 'High' }, status: { name: 'Open' }, summary: 'It leaks' };
  const body = { ts: 1, issue: { key: 'OPS-1', fields } };
  const input = {
    trigger: { method: 'POST', headers: {}, query: {}, body },
    env: {},
    flow: { id: 'bench', name: 'Bench', version: 1 },
    run: { id: 'r', startedAt: '2026-01-01T00:00:00Z' },
  };
  const before = pool.evaluations;
  const host = expressionHost(pool, 'bench');
  const context = { Execution: {}, StateMachine: {} };
  const started = await advance(machine, undefined, { type: 'start', input, context }, 0, () => 0.5, { host });
  const { task } = started.effects.find((effect) => effect.type === 'invoke')!;
  const answered = { type: 'taskSucceeded', task, output: { status: 200, headers: {}, body: null } } as const;
  const told = await advance(machine, started.execution, answered, 1, () => 0.5, { host });
  expect(told.effects.some((effect) => effect.type === 'invoke')).toBe(true);
  expect(pool.evaluations).toBe(before);
});
