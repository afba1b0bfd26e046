import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { testMachines } from '#test/support/machine-cases.ts';
import { machineOf, runMachine } from '#test/support/run-machine.ts';

const lambda = 'arn:aws:lambda:us-east-1:000000000000:function:call';
const task = (fields: JsonObject): JsonObject => ({
  call: { Type: 'Task', Resource: lambda, Next: 'done', ...fields },
  done: { Type: 'Pass', End: true },
  sorry: { Type: 'Pass', Output: { sorry: '{% $states.input %}' }, End: true },
});
const failing = (...errors: string[]) => ({
  call: [...errors.map((error) => ({ error, cause: 'why' })), { output: 'ok' as Json }],
});
const retry = (fields: JsonObject) => task({ Retry: [{ ErrorEquals: ['A'], ...fields }] });
const caught = (names: string[]) => task({ Catch: [{ ErrorEquals: names, Next: 'sorry' }] });
const sorry = (error: string, cause = 'why') => ({ output: { sorry: { Error: error, Cause: cause } } });

describe('Task', () => {
  testMachines([
    {
      name: 'is called with its input',
      states: task({}),
      input: { a: 1 },
      expect: { output: { a: 1 }, calls: [{ a: 1 }] },
    },
    {
      name: 'is called with its arguments',
      states: task({ Arguments: { n: '{% $states.input.a + 1 %}' } }),
      input: { a: 1 },
      expect: { calls: [{ n: 2 }], output: { n: 2 } },
    },
    {
      name: 'makes output and variables of its result',
      states: task({ Assign: { r: '{% $states.result %}' }, Output: '{% [$states.result, $states.input] %}' }),
      input: 'in',
      tasks: { call: { output: 'out' } },
      expect: { output: ['out', 'in'] },
    },
    {
      name: 'a result of null is null',
      states: task({}),
      input: 1,
      tasks: { call: { output: null } },
      expect: { output: null },
    },
    {
      name: 'fails with its error',
      states: task({}),
      tasks: failing('A'),
      expect: { status: 'FAILED', error: 'A', cause: 'why' },
    },
    {
      name: 'a result of more than 256 KiB fails',
      states: task({}),
      tasks: { call: { output: 'x'.repeat(262_143) } },
      expect: { status: 'FAILED', error: 'States.DataLimitExceeded' },
    },
  ]);
});

test('a result that nests ten thousand levels fails', async () => {
  let deep: Json = 1;
  for (let depth = 0; depth < 10_000; depth++) deep = [deep];
  const run = await runMachine(machineOf(task({})), { tasks: { call: { output: deep } } });
  expect(run).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

describe('Retry', () => {
  testMachines([
    {
      name: 'three times by default, after 1, 2 and 4 seconds',
      states: retry({}),
      tasks: failing('A', 'A', 'A'),
      expect: { output: 'ok', seconds: 7 },
    },
    {
      name: 'not a fourth time',
      states: retry({}),
      tasks: failing('A', 'A', 'A', 'A'),
      expect: { status: 'FAILED', error: 'A', seconds: 7 },
    },
    {
      name: 'with interval, rate and longest delay',
      states: retry({ IntervalSeconds: 3, BackoffRate: 3, MaxDelaySeconds: 10 }),
      tasks: failing('A', 'A', 'A'),
      expect: { output: 'ok', seconds: 3 + 9 + 10 },
    },
    {
      name: 'with full jitter',
      states: retry({ IntervalSeconds: 10, JitterStrategy: 'FULL' }),
      tasks: failing('A'),
      random: () => 0.25,
      expect: { output: 'ok', seconds: 2.5 },
    },
    {
      name: 'no times',
      states: retry({ MaxAttempts: 0 }),
      tasks: failing('A'),
      expect: { status: 'FAILED', seconds: 0 },
    },
    { name: 'not another error', states: retry({}), tasks: failing('B'), expect: { status: 'FAILED', error: 'B' } },
    {
      name: 'each retrier counts for itself, the first that names the error decides',
      states: task({
        Retry: [
          { ErrorEquals: ['A'], MaxAttempts: 1 },
          { ErrorEquals: ['States.ALL'], MaxAttempts: 2, IntervalSeconds: 5, BackoffRate: 1 },
        ],
      }),
      tasks: failing('A', 'B', 'B', 'A'),
      expect: { status: 'FAILED', error: 'A', seconds: 11 },
    },
    {
      name: 'evaluates the arguments again, with the count',
      states: task({ Arguments: '{% $states.context.State.RetryCount %}', Retry: [{ ErrorEquals: ['A'] }] }),
      tasks: failing('A', 'A'),
      expect: { calls: [0, 1, 2] },
    },
    {
      name: 'the count starts anew when the state is entered again',
      states: {
        call: {
          Type: 'Task',
          Resource: lambda,
          Arguments: '{% $states.context.State.RetryCount %}',
          Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }],
          Assign: { n: '{% $exists($n) ? $n + 1 : 1 %}' },
          Next: 'again',
        },
        again: { Type: 'Choice', Choices: [{ Condition: '{% $n < 2 %}', Next: 'call' }], Default: 'done' },
        done: { Type: 'Pass', End: true },
      },
      tasks: { call: [{ error: 'A' }, { output: 1 }, { error: 'A' }, { output: 2 }] },
      expect: { output: 2, calls: [0, 1, 0, 1] },
    },
    {
      name: 'then Catch',
      states: task({ Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }], Catch: [{ ErrorEquals: ['A'], Next: 'sorry' }] }),
      tasks: failing('A', 'A'),
      expect: sorry('A'),
    },
    {
      name: 'also of a failed expression',
      states: task({
        Arguments: '{% $none %}',
        Retry: [{ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 2 }],
      }),
      expect: { status: 'FAILED', error: 'States.QueryEvaluationError', seconds: 3 },
    },
  ]);
});

describe('Catch', () => {
  testMachines([
    { name: 'by name', states: caught(['B', 'A']), tasks: failing('A'), expect: sorry('A') },
    { name: 'States.ALL', states: caught(['States.ALL']), tasks: failing('A'), expect: sorry('A') },
    {
      name: 'States.TaskFailed',
      states: caught(['States.TaskFailed']),
      tasks: failing('Anything'),
      expect: sorry('Anything'),
    },
    {
      name: 'States.TaskFailed is no timeout',
      states: {
        ...caught(['States.TaskFailed']),
        call: { ...(caught(['States.TaskFailed']).call as JsonObject), TimeoutSeconds: 5 },
      },
      tasks: { call: 'silent' },
      expect: { status: 'FAILED', error: 'States.Timeout', seconds: 5 },
    },
    { name: 'not another name', states: caught(['B']), tasks: failing('A'), expect: { status: 'FAILED', error: 'A' } },
    {
      name: 'a wildcard does not catch States.Runtime',
      states: caught(['States.ALL']),
      tasks: failing('States.Runtime'),
      expect: { status: 'FAILED', error: 'States.Runtime' },
    },
    {
      name: 'a failed expression',
      states: task({
        Arguments: '{% $none %}',
        Catch: [
          { ErrorEquals: ['States.QueryEvaluationError'], Output: '{% $states.errorOutput.Error %}', Next: 'sorry' },
        ],
      }),
      expect: { output: { sorry: 'States.QueryEvaluationError' } },
    },
    {
      name: 'also one in Output',
      states: task({ Output: '{% $none %}', Catch: [{ ErrorEquals: ['States.ALL'], Output: 1, Next: 'sorry' }] }),
      expect: { output: { sorry: 1 } },
    },
    {
      name: 'but not one in the Catch itself',
      states: task({ Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $none %}', Next: 'sorry' }] }),
      tasks: failing('A'),
      expect: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause: /for the field 'Catch\[0\]\/Output' returned nothing/,
      },
    },
    {
      name: 'assigns, and its output is the next input',
      states: {
        call: {
          Type: 'Task',
          Resource: lambda,
          Catch: [
            {
              ErrorEquals: ['A'],
              Assign: { e: '{% $states.errorOutput.Error %}' },
              Output: { in: '{% $states.input %}' },
              Next: 'sorry',
            },
          ],
          End: true,
        },
        sorry: { Type: 'Pass', Output: '{% [$e, $states.input.in] %}', End: true },
      },
      input: 7,
      tasks: failing('A'),
      expect: { output: ['A', 7] },
    },
  ]);
});

describe('Timeouts', () => {
  testMachines([
    {
      name: 'a silent task',
      states: task({ TimeoutSeconds: 30 }),
      tasks: { call: 'silent' },
      expect: { status: 'FAILED', error: 'States.Timeout', seconds: 30 },
    },
    {
      name: 'seconds by an expression',
      states: task({ TimeoutSeconds: '{% $states.input %}' }),
      input: 3,
      tasks: { call: 'silent' },
      expect: { status: 'FAILED', error: 'States.Timeout', seconds: 3 },
    },
    {
      name: 'an answer in time',
      states: task({ TimeoutSeconds: 30 }),
      tasks: { call: { output: 'ok', after: 29 } },
      expect: { output: 'ok', seconds: 29 },
    },
    {
      name: 'each try has its own',
      states: task({ TimeoutSeconds: 10, Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }] }),
      tasks: { call: ['silent', { output: 'ok', after: 9 }] },
      expect: { output: 'ok', seconds: 20 },
    },
    {
      name: 'no sign of life',
      states: task({ HeartbeatSeconds: 5, TimeoutSeconds: 60 }),
      tasks: { call: 'silent' },
      expect: { status: 'FAILED', error: 'States.Timeout', seconds: 5 },
    },
    {
      name: 'signs of life in time',
      states: task({ HeartbeatSeconds: 5, TimeoutSeconds: 60 }),
      tasks: { call: { heartbeats: 4, every: 4, output: 'ok' } },
      expect: { output: 'ok', seconds: 20 },
    },
    {
      name: 'States.Timeout names a missed heartbeat too',
      states: task({ HeartbeatSeconds: 5, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'sorry' }] }),
      tasks: { call: 'silent' },
      expect: sorry('States.Timeout', ''),
    },
    ...['States.HeartbeatTimeout', 'States.ALL'].map((name) => ({
      name: `so does ${name}`,
      states: task({ HeartbeatSeconds: 5, Catch: [{ ErrorEquals: [name], Next: 'sorry' }] }),
      tasks: { call: 'silent' as const },
      expect: sorry('States.Timeout', ''),
    })),
    {
      name: 'States.HeartbeatTimeout does not name a timeout',
      states: task({ TimeoutSeconds: 5, Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'sorry' }] }),
      tasks: { call: 'silent' },
      expect: { status: 'FAILED', error: 'States.Timeout' },
    },
    {
      name: 'States.TaskFailed names neither',
      states: task({ HeartbeatSeconds: 5, Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'sorry' }] }),
      tasks: { call: 'silent' },
      expect: { status: 'FAILED', error: 'States.Timeout' },
    },
    {
      name: 'a Parallel knows what its branch missed',
      states: {
        both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'in', States: { in: { Type: 'Task', Resource: lambda, HeartbeatSeconds: 5, End: true } } },
          ],
          Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'sorry' }],
          End: true,
        },
        sorry: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
      },
      tasks: { in: 'silent' },
      expect: { output: 'States.Timeout' },
    },
    ...[5, 6].map((heartbeat) => ({
      name: `a heartbeat of ${heartbeat} seconds is too long for a timeout of 5`,
      states: task({ HeartbeatSeconds: `{% ${heartbeat} %}`, TimeoutSeconds: 5 }),
      expect: {
        status: 'FAILED' as const,
        error: 'States.QueryEvaluationError',
        cause: /The HeartbeatSeconds field must be smaller than TimeoutSeconds \(5\) but was: \d$/,
      },
    })),
    {
      name: 'a timeout must be above zero',
      states: task({ TimeoutSeconds: '{% 0 %}' }),
      expect: { status: 'FAILED', error: 'States.QueryEvaluationError' },
    },
  ]);

  test('a late answer changes nothing and asks for nothing', async () => {
    const states = task({ TimeoutSeconds: 5, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'pause' }] });
    const definition = machineOf({ ...states, pause: { Type: 'Wait', Seconds: 60, Output: 'caught', End: true } });
    const late = { after: 20, event: { type: 'taskSucceeded' as const, task: 1, output: 'late' } };
    expect(await runMachine(definition, { tasks: { call: 'silent' }, events: [late] })).toMatchObject({
      output: 'caught',
      seconds: 65,
    });
  });
});

describe('waitForTaskToken', () => {
  const states = {
    ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { token: '{% $states.context.Task.Token %}' },
      Output: '{% $states.result %}',
      End: true,
    },
  };

  test('hands out a token that names the task, and ends when it is answered', async () => {
    const run = await runMachine(machineOf(states), {
      tasks: { ask: 'silent' },
      events: [
        { after: 1, event: { type: 'taskSubmitted', task: 1, output: {} } },
        { after: 50, event: { type: 'taskSucceeded', task: 1, output: 'approved' } },
      ],
    });
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: 'approved', seconds: 50 });
    const [call] = run.calls;
    expect(call!.arguments).toEqual({ token: call!.token });
    expect(call!.token).toMatch(/^1\.[0-9a-z]{20,}\.arn%3Aaws%3Astates/);
    expect(run.history.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });
});
