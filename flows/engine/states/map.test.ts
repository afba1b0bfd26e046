import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { testMachines } from '#test/support/machine-cases.ts';
import { machineOf, runMachine, type TaskAnswer } from '#test/support/run-machine.ts';

const inline = { ProcessorConfig: { Mode: 'INLINE' } };
const distributed = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
const task = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:0:function:f', End: true };
const map = (states: JsonObject, more: JsonObject = {}, mode: JsonObject = inline): JsonObject => ({
  each: {
    Type: 'Map',
    ItemProcessor: { ...mode, StartAt: Object.keys(states)[0]!, States: states },
    Next: 'done',
    ...more,
  },
  done: { Type: 'Pass', End: true },
  sorry: { Type: 'Pass', Output: { sorry: '{% $states.input.Error %}' }, End: true },
});
const same = { same: { Type: 'Pass', End: true } };
/** Fails for the items named, and takes as many seconds as the item is large. */
const failOn =
  (...items: Json[]) =>
  (call: { arguments: Json }): TaskAnswer =>
    items.includes(call.arguments)
      ? { error: 'Bad', cause: 'item' }
      : { output: call.arguments, after: Number(call.arguments) };

describe('Map', () => {
  testMachines([
    { name: 'its input is the list', states: map(same), input: [1, 'b', null], expect: { output: [1, 'b', null] } },
    { name: 'of no items', states: map(same), input: [], expect: { output: [] } },
    {
      name: 'the list may be given, with expressions in it',
      states: map(same, { Items: [1, '{% $states.input %}'] }),
      input: 2,
      expect: { output: [1, 2] },
    },
    { name: 'or be an expression', states: map(same, { Items: '{% [1..3] %}' }), expect: { output: [1, 2, 3] } },
    {
      name: 'anything else fails',
      states: map(same),
      input: { a: 1 },
      expect: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause: /Map state input must be an array but was: \{"a":1\}$/,
      },
    },
    {
      name: 'an object is no list for a Map inside the execution',
      states: map(same, { Items: '{% {"a": 1} %}' }),
      expect: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause: /Expected 'array', but was 'object' for value: \{"a":1\}$/,
      },
    },
    ...[
      { name: 'an object', more: { Items: { a: 1, b: [2] } } },
      { name: 'an object with expressions', more: { Items: { a: '{% 1 %}', b: [2] } } },
      { name: 'an object by an expression', more: { Items: '{% $states.input %}' }, input: { a: 1, b: [2] } },
      { name: 'the input, an object', more: {}, input: { a: 1, b: [2] } },
    ].map(({ name, more, ...rest }) => ({
      name: `a distributed Map takes ${name}`,
      states: map(same, more, distributed),
      ...rest,
      expect: {
        output: [
          { Key: 'a', Value: 1 },
          { Key: 'b', Value: [2] },
        ],
      },
    })),
    {
      name: 'its selector knows the key',
      states: map(same, { Items: { a: 1 }, ItemSelector: '{% $states.context.Map.Item %}' }, distributed),
      expect: { output: [{ Index: 0, Key: 'a', Value: 1, Source: 'STATE_DATA' }] },
    },
    {
      name: 'also in batches',
      states: map(
        same,
        {
          Items: { a: 1, b: 2 },
          ItemSelector: '{% $states.context.Map.Item.Key %}',
          ItemBatcher: { MaxItemsPerBatch: 2 },
        },
        distributed,
      ),
      expect: { output: [{ Items: ['a', 'b'] }] },
    },
    {
      name: 'a distributed Map takes nothing else',
      states: map(same, { Items: '{% 1 %}' }, distributed),
      expect: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause: /Expected 'array' or 'object', but was 'number' for value: 1$/,
      },
    },
    {
      name: 'each item as the selector makes it',
      states: map(same, {
        ItemSelector: {
          i: '{% $states.context.Map.Item.Index %}',
          v: '{% $states.context.Map.Item.Value %}',
          from: '{% $states.context.Map.Item.Source %}',
          all: '{% $count($states.input) %}',
        },
      }),
      input: ['a', 'b'],
      expect: {
        output: [
          { i: 0, v: 'a', from: 'STATE_DATA', all: 2 },
          { i: 1, v: 'b', from: 'STATE_DATA', all: 2 },
        ],
      },
    },
    {
      name: 'the item stays known inside',
      states: map(
        {
          a: {
            Type: 'Pass',
            Output: '{% [$states.input, $states.context.Map.Item.Index, $states.context.Map.Item.Value] %}',
            End: true,
          },
        },
        { ItemSelector: 'x' },
      ),
      input: ['a', 'b'],
      expect: {
        output: [
          ['x', 0, 'a'],
          ['x', 1, 'b'],
        ],
      },
    },
    {
      name: 'results keep the order of the items',
      states: map({ t: task }),
      input: [3, 1, 2],
      tasks: failOn(),
      expect: { output: [3, 1, 2], seconds: 3 },
    },
    {
      name: 'no more at once than allowed',
      states: map({ t: task }, { MaxConcurrency: 2 }),
      input: [3, 1, 2],
      tasks: failOn(),
      expect: { output: [3, 1, 2], seconds: 3 },
    },
    {
      name: 'one at a time, by an expression',
      states: map({ t: task }, { MaxConcurrency: '{% 1 %}' }),
      input: [3, 1, 2],
      tasks: failOn(),
      expect: { output: [3, 1, 2], seconds: 6 },
    },
    {
      name: 'iterations see the variables around them and have their own',
      states: {
        set: { Type: 'Pass', Assign: { x: 10 }, Next: 'each' },
        ...map({
          a: { Type: 'Pass', Assign: { y: '{% $x + $states.input %}' }, Next: 'b' },
          b: { Type: 'Pass', Output: '{% $y %}', End: true },
        }),
        done: { Type: 'Pass', Output: '{% [$states.input, $exists($y)] %}', End: true },
      },
      input: [1, 2],
      expect: { output: [11, 12, false] },
    },
    {
      name: 'fails with the first item that fails',
      states: map({ t: task }),
      input: [5, 0, 9],
      tasks: failOn(0),
      expect: { status: 'FAILED', error: 'Bad', cause: 'item', seconds: 0 },
    },
    {
      name: 'catches it',
      states: map({ t: task }, { Catch: [{ ErrorEquals: ['Bad'], Next: 'sorry' }] }),
      input: [0],
      tasks: failOn(0),
      expect: { output: { sorry: 'Bad' } },
    },
    {
      name: 'tries all items again',
      states: map({ t: task }, { Retry: [{ ErrorEquals: ['Bad'] }] }),
      input: ['a'],
      tasks: { t: [{ error: 'Bad' }, { output: 'fine' }] },
      expect: { output: ['fine'], seconds: 1 },
    },
    {
      name: 'an item may catch for itself',
      states: map({
        t: { ...task, Catch: [{ ErrorEquals: ['Bad'], Output: 'caught', Next: 'e' }] },
        e: { Type: 'Pass', End: true },
      }),
      input: [0, 1],
      tasks: failOn(0),
      expect: { output: ['caught', 1] },
    },
    { name: 'nests', states: map(map(same)), input: [[1, 2], [], [3]], expect: { output: [[1, 2], [], [3]] } },
    {
      name: 'a failing selector fails the Map',
      states: map(same, { ItemSelector: '{% $none %}' }),
      input: [1],
      expect: { status: 'FAILED', error: 'States.QueryEvaluationError', cause: /'ItemSelector' returned nothing/ },
    },
  ]);
});

describe('Distributed Map', () => {
  testMachines([
    {
      name: 'gives the outputs of its children',
      states: map({ t: task }, {}, distributed),
      input: [2, 1],
      tasks: failOn(),
      expect: { output: [2, 1] },
    },
    {
      name: 'children are executions of their own: no outer variables, the item as input',
      states: {
        set: { Type: 'Pass', Assign: { x: 1 }, Next: 'each' },
        ...map(
          {
            a: {
              Type: 'Pass',
              Output: '{% [$exists($x), $states.context.Execution.Input, $exists($states.context.Map)] %}',
              End: true,
            },
          },
          { ItemSelector: { v: '{% $states.context.Map.Item.Value %}' } },
          distributed,
        ),
      },
      input: ['a'],
      expect: { output: [[false, { v: 'a' }, false]] },
    },
    {
      name: 'tolerates no failure by default',
      states: map({ t: task }, {}, distributed),
      input: [1, 0],
      tasks: failOn(0),
      expect: {
        status: 'FAILED',
        error: 'States.ExceedToleratedFailureThreshold',
        cause: 'The specified tolerated failure threshold was exceeded',
      },
    },
    {
      name: 'tolerates a number of failures and leaves them out',
      states: map({ t: task }, { ToleratedFailureCount: 1 }, distributed),
      input: [1, 0, 2],
      tasks: failOn(0),
      expect: { output: [1, 2] },
    },
    {
      name: 'not more',
      states: map({ t: task }, { ToleratedFailureCount: 1 }, distributed),
      input: [1, 0, 2],
      tasks: failOn(0, 2),
      expect: { status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' },
    },
    {
      name: 'tolerates a share of failures',
      states: map({ t: task }, { ToleratedFailurePercentage: '{% 50 %}' }, distributed),
      input: [1, 0, 2, 3],
      tasks: failOn(0, 2),
      expect: { output: [1, 3] },
    },
    {
      name: 'makes batches by number',
      states: map(
        same,
        { ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { n: '{% $count($states.input) %}' } } },
        distributed,
      ),
      input: [1, 2, 3],
      expect: {
        output: [
          { BatchInput: { n: 3 }, Items: [1, 2] },
          { BatchInput: { n: 3 }, Items: [3] },
        ],
      },
    },
    {
      name: 'selects items before it makes batches of them',
      states: map(
        same,
        { ItemSelector: { n: '{% $states.context.Map.Item.Index %}' }, ItemBatcher: { MaxItemsPerBatch: 2 } },
        distributed,
      ),
      input: ['a', 'b', 'c'],
      expect: { output: [{ Items: [{ n: 0 }, { n: 1 }] }, { Items: [{ n: 2 }] }] },
    },
    {
      name: 'counts all items of a failed batch as failed',
      states: map({ t: task }, { ItemBatcher: { MaxItemsPerBatch: 2 }, ToleratedFailureCount: 1 }, distributed),
      input: [1, 2, 3],
      tasks: { t: [{ error: 'A' }, { output: 1 }] },
      expect: { status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' },
    },
    {
      name: 'makes batches by size',
      states: map(same, { ItemBatcher: { MaxInputBytesPerBatch: 22 } }, distributed),
      input: ['aaaa', 'bbbb', 'c'],
      expect: { output: [{ Items: ['aaaa'] }, { Items: ['bbbb', 'c'] }] },
    },
  ]);

  test('keeps its children out of the history', async () => {
    const run = await runMachine(machineOf(map({ t: task }, {}, distributed)), { input: [1, 2], tasks: failOn() });
    expect(run.history.map(({ type }) => type)).toEqual([
      ...['ExecutionStarted', 'MapStateEntered', 'MapStateStarted', 'MapRunStarted', 'MapRunSucceeded'],
      ...['MapStateSucceeded', 'MapStateExited', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'],
    ]);
  });

  test('ten thousand items end', async () => {
    const items = Array.from({ length: 10_000 }, (_, index) => index);
    const run = await runMachine(machineOf(map(same, {}, distributed)), { input: items });
    expect(run.output).toEqual(items);
  });
});
