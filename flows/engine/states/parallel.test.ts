import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#flows/language/json.ts';
import { testMachines } from '#test/support/machine-cases.ts';
import { machineOf, runMachine } from '#test/support/run-machine.ts';

const task = (more: JsonObject = { End: true }) => ({
  Type: 'Task',
  Resource: 'arn:aws:lambda:us-east-1:0:function:f',
  ...more,
});
const branch = (states: JsonObject) => ({ StartAt: Object.keys(states)[0]!, States: states });
const parallel = (branches: JsonObject[], more: JsonObject = {}) => ({
  both: { Type: 'Parallel', Branches: branches, Next: 'done', ...more },
  done: { Type: 'Pass', End: true },
  sorry: { Type: 'Pass', Output: { sorry: '{% $states.input %}' }, End: true },
});
const constant = (name: string, value: string) => branch({ [name]: { Type: 'Pass', Output: value, End: true } });
const types = (history: { type: string }[]) => history.map(({ type }) => type);

describe('Parallel', () => {
  testMachines([
    {
      name: 'gives the outputs in the order of the branches',
      states: parallel([branch({ a: task() }), branch({ b: task() })]),
      tasks: { a: { output: 'a', after: 9 }, b: { output: 'b', after: 1 } },
      expect: { output: ['a', 'b'], seconds: 9 },
    },
    {
      name: 'hands its input, or its arguments, to each',
      states: parallel([branch({ a: { Type: 'Pass', End: true } }), branch({ b: { Type: 'Succeed' } })], {
        Arguments: { n: '{% $states.input + 1 %}' },
      }),
      input: 1,
      expect: { output: [{ n: 2 }, { n: 2 }] },
    },
    {
      name: 'makes output and variables of its result',
      states: parallel([constant('a', 'x')], {
        Assign: { r: '{% $states.result[0] %}' },
        Output: '{% [$states.input, $states.result] %}',
      }),
      input: 'in',
      expect: { output: ['in', 'x'] },
    },
    {
      name: 'branches see the variables around them, not those of each other; theirs end with them',
      states: {
        set: { Type: 'Pass', Assign: { x: 1 }, Next: 'both' },
        ...parallel([
          branch({
            a: { Type: 'Pass', Assign: { y: '{% $x + 1 %}' }, Next: 'a2' },
            a2: { Type: 'Pass', Output: '{% $y %}', End: true },
          }),
          branch({ b: { Type: 'Pass', Output: '{% $exists($y) %}', End: true } }),
        ]),
        done: { Type: 'Pass', Output: '{% [$states.input, $exists($y), $x] %}', End: true },
      },
      expect: { output: [2, false, false, 1] },
    },
    {
      name: 'fails with the first branch that fails',
      states: parallel([branch({ a: task() }), branch({ b: task() })]),
      tasks: { a: { error: 'A', after: 5 }, b: { error: 'B', cause: 'b', after: 1 } },
      expect: { status: 'FAILED', error: 'B', cause: 'b', seconds: 1 },
    },
    {
      name: 'catches it',
      states: parallel([branch({ a: { Type: 'Fail', Error: 'A', Cause: 'a' } })], {
        Catch: [{ ErrorEquals: ['A'], Next: 'sorry' }],
      }),
      expect: { output: { sorry: { Error: 'A', Cause: 'a' } } },
    },
    {
      name: 'tries all branches again',
      states: parallel([branch({ a: task() }), branch({ b: task() })], {
        Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 2 }],
      }),
      tasks: { a: [{ error: 'A' }, { output: 1 }], b: [{ output: 1 }, { output: 2 }] },
      expect: { output: [1, 2], seconds: 2 },
    },
    {
      name: 'nests',
      states: parallel([branch(parallel([constant('a', 'x'), constant('b', 'y')])), constant('c', 'z')]),
      expect: { output: [['x', 'y'], 'z'] },
    },
    {
      name: 'an inner failure goes out to the first that catches it',
      states: parallel([branch(parallel([branch({ a: { Type: 'Fail', Error: 'A' } })]))], {
        Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Error %}', Next: 'sorry' }],
      }),
      expect: { output: { sorry: 'A' } },
    },
  ]);

  test('a stop ends what is under way from the inside out', async () => {
    const waiting = { w: { Type: 'Wait', Seconds: 100, End: true } };
    const loop = { m: { Type: 'Map', Items: [1], ItemProcessor: { StartAt: 'w', States: waiting }, End: true } };
    const states = parallel([branch(loop), branch({ a: task() })]);
    const events = [{ after: 5, event: { type: 'stop' as const } }];
    const run = await runMachine(machineOf(states), { tasks: { a: 'silent' }, events });
    expect(types(run.history).slice(-6)).toEqual([
      'WaitStateAborted',
      'MapIterationAborted',
      'MapStateAborted',
      'TaskStateAborted',
      'ParallelStateAborted',
      'ExecutionAborted',
    ]);
    expect(run.effects.slice(-3)).toEqual([
      { type: 'cancelTimer', timer: 1 },
      { type: 'cancelTask', task: 1 },
      { type: 'end', status: 'ABORTED' },
    ]);
  });

  test('takes back what the other branches asked for when one fails', async () => {
    const waiting = { Type: 'Wait', Seconds: 100, End: true };
    const states = parallel([
      branch({ a: task({ TimeoutSeconds: 50, End: true }) }),
      branch({ w: waiting }),
      branch({ b: task() }),
    ]);
    const run = await runMachine(machineOf(states), { tasks: { a: 'silent', b: { error: 'B', after: 1 } } });
    expect(run.effects.slice(-4)).toEqual([
      { type: 'cancelTask', task: 1 },
      { type: 'cancelTimer', timer: 1 },
      { type: 'cancelTimer', timer: 2 },
      { type: 'end', status: 'FAILED', error: 'B' },
    ]);
    expect(types(run.history).slice(-6)).toEqual([
      'LambdaFunctionFailed',
      'TaskStateAborted',
      'TaskStateAborted',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });
});
