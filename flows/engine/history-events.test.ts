import { expect, test } from 'vitest';
import type { JsonObject } from '#flows/language/json.ts';
import { machineOf, type RunOptions, runMachine } from '#test/support/run-machine.ts';

const scope = (state: JsonObject) => ({ StartAt: 'in', States: { in: state } });
const both = (state: JsonObject, more: JsonObject = {}) => ({
  out: { Type: 'Parallel', Branches: [scope(state)], End: true, ...more },
  done: { Type: 'Pass', End: true },
});
const each = (state: JsonObject, more: JsonObject = {}) => ({
  out: { Type: 'Map', Items: [1, 2], MaxConcurrency: 1, ItemProcessor: scope(state), End: true, ...more },
  done: { Type: 'Pass', End: true },
});
const boom = { Type: 'Fail', Error: 'Boom' };
const lost: JsonObject = { Type: 'Choice', Choices: [{ Condition: false, Next: 'in' }] };
const undefinedOutput = { Type: 'Pass', Output: { v: '{% $none %}' }, End: true };
const task = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:0:function:f', End: true };
const all = (more: JsonObject) => [{ ErrorEquals: ['States.ALL'], ...more }];

/** Each event with the number of the one it follows, numbered from 3: the first two start and enter the state. */
test.each<[string, Record<string, JsonObject>, [type: string, previous: number][], RunOptions?]>([
  [
    'a branch that fails',
    both(boom),
    [
      ['ParallelStateStarted', 2],
      ['FailStateEntered', 3],
      ['ParallelStateFailed', 4],
      ['ExecutionFailed', 5],
    ],
  ],
  [
    'a Parallel that is tried again',
    both(boom, { Retry: all({ MaxAttempts: 1 }) }),
    [
      ['ParallelStateStarted', 2],
      ['FailStateEntered', 3],
      ['ParallelStateStarted', 4],
      ['FailStateEntered', 5],
      ['ParallelStateFailed', 6],
      ['ExecutionFailed', 7],
    ],
  ],
  [
    'a branch that is lost, which nobody can catch',
    both(lost, { Catch: all({ Next: 'done' }) }),
    [
      ['ParallelStateStarted', 2],
      ['ChoiceStateEntered', 3],
      ['ExecutionFailed', 4],
    ],
  ],
  [
    'a task that fails its branch',
    both(task, { Catch: all({ Next: 'done' }) }),
    [
      ['ParallelStateStarted', 2],
      ['TaskStateEntered', 3],
      ['LambdaFunctionScheduled', 4],
      ['LambdaFunctionStarted', 5],
      ['LambdaFunctionFailed', 6],
      ['TaskStateAborted', 7],
      ['ParallelStateFailed', 7],
      ['ParallelStateExited', 9],
      ['PassStateEntered', 10],
      ['PassStateExited', 11],
      ['ExecutionSucceeded', 12],
    ],
    { tasks: { in: { error: 'A' } } },
  ],
  [
    'a catcher whose output fails',
    both(boom, { Catch: all({ Output: '{% $none %}', Next: 'done' }) }),
    [
      ['ParallelStateStarted', 2],
      ['FailStateEntered', 3],
      ['ParallelStateFailed', 4],
      ['EvaluationFailed', 4],
      ['ParallelStateFailed', 6],
      ['ExecutionFailed', 7],
    ],
  ],
  [
    'an iteration that fails',
    each(undefinedOutput),
    [
      ['MapStateStarted', 2],
      ['MapIterationStarted', 3],
      ['PassStateEntered', 4],
      ['EvaluationFailed', 4],
      ['MapIterationFailed', 6],
      ['MapStateFailed', 6],
      ['ExecutionFailed', 8],
    ],
  ],
  [
    'an iteration that is lost',
    each(lost),
    [
      ['MapStateStarted', 2],
      ['MapIterationStarted', 3],
      ['ChoiceStateEntered', 4],
      ['ExecutionFailed', 5],
    ],
  ],
  [
    'a distributed Map',
    each(
      { Type: 'Pass', End: true },
      {
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          ...scope({ Type: 'Pass', End: true }),
        },
      },
    ),
    [
      ['MapStateStarted', 2],
      ['MapRunStarted', 3],
      ['MapRunSucceeded', 4],
      ['MapStateSucceeded', 5],
      ['MapStateExited', 4],
      ['ExecutionSucceeded', 7],
    ],
  ],
  [
    'a Map of nothing',
    each({ Type: 'Pass', End: true }, { Items: [] }),
    [
      ['MapStateStarted', 2],
      ['MapStateSucceeded', 3],
      ['MapStateExited', 3],
      ['ExecutionSucceeded', 5],
    ],
  ],
])('%s leaves the events that AWS writes', async (_, states, expected, options) => {
  const { history } = await runMachine(machineOf(states), options);
  expect(history.map(({ id }) => id)).toEqual(history.map((_event, index) => index + 1));
  expect(history.slice(2).map(({ type, previousEventId }) => [type, previousEventId])).toEqual(expected);
});
