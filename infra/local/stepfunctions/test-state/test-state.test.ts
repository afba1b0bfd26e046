import type { TestStateInput } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '#flows/language/json.ts';
import { type Fixture, functionArn, openFixture } from '#test/support/step-functions-fixture.ts';

let fixture: Fixture;

beforeEach(async () => {
  fixture = await openFixture();
});

afterEach(() => fixture.remove());

type Request = Omit<TestStateInput, 'definition' | 'input'> & { input?: JsonObject };

const jsonata = (state: JsonObject): JsonObject => ({ QueryLanguage: 'JSONata', ...state });
const call = jsonata({ Type: 'Task', Resource: functionArn, End: true });
const body = { StartAt: 'In', States: { In: { Type: 'Pass', End: true } } };
const each = jsonata({ Type: 'Map', Items: '{% $states.input.list %}', ItemProcessor: body, End: true });
const distributed = {
  ...each,
  ItemProcessor: { ...body, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
};
const both = jsonata({ Type: 'Parallel', Branches: [body, body], End: true });
const failing = { errorOutput: { error: 'Busy', cause: 'too much' } };
const list = { list: [1, 2, 3] };

async function tried(definition: JsonObject, { input = {}, ...request }: Request) {
  const answer = await fixture.operations.TestState({
    ...(!request.mock && { roleArn: 'arn:aws:iam::000000000000:role/test' }),
    ...request,
    definition: JSON.stringify(definition),
    input: JSON.stringify(input),
  });
  const { output, inspectionData, ...rest } = answer;
  return {
    ...rest,
    ...(output !== undefined && { output: JSON.parse(output) }),
    ...(inspectionData && { inspectionData }),
  };
}

describe('ends as the state would', () => {
  const cases: [string, JsonObject, Request, object][] = [
    [
      'Pass with variables',
      jsonata({ Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, Output: '{% $n %}', Next: 'b' }),
      { variables: '{"n":1,"m":0}', inspectionLevel: 'TRACE' },
      {
        status: 'SUCCEEDED',
        output: 1,
        nextState: 'b',
        inspectionData: { input: '{}', variables: '{"n":2,"m":0}' },
      },
    ],
    [
      'Choice',
      jsonata({ Type: 'Choice', Choices: [{ Condition: '{% $states.input.a %}', Next: 'x' }], Default: 'y' }),
      { input: { a: false } },
      { status: 'SUCCEEDED', output: { a: false }, nextState: 'y' },
    ],
    [
      'Fail',
      jsonata({ Type: 'Fail', Error: 'E', Cause: '{% $states.input.why %}' }),
      { input: { why: 'because' } },
      { status: 'FAILED', error: 'E', cause: 'because' },
    ],
    ['Succeed', jsonata({ Type: 'Succeed', Output: 7 }), {}, { status: 'SUCCEEDED', output: 7 }],
    [
      'a state in a loop of a machine',
      jsonata({ StartAt: 'Each', States: { Each: { ...each, ItemProcessor: body } } }),
      { stateName: 'In', input: { a: 1 } },
      { status: 'SUCCEEDED', output: { a: 1 } },
    ],
    [
      'Task',
      { ...call, Arguments: { a: '{% $states.input.a %}' }, Output: '{% $states.result.b %}' },
      { input: { a: 1 }, mock: { result: '{"b":2}' }, inspectionLevel: 'DEBUG' },
      {
        status: 'SUCCEEDED',
        output: 2,
        inspectionData: { input: '{"a":1}', afterArguments: '{"a":1}', result: '{"b":2}' },
      },
    ],
    [
      'Task that waits for a token',
      { ...call, Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken', Arguments: '{% $states.context.Task %}' },
      { mock: { result: '1' }, context: '{"Execution":{"Name":"n"},"Task":{"Token":"t"}}' },
      { status: 'SUCCEEDED', output: 1 },
    ],
    [
      'Task that is tried again, after the third try',
      {
        ...call,
        Retry: [{ ErrorEquals: ['No'] }, { ErrorEquals: ['States.ALL'], MaxAttempts: 4, IntervalSeconds: 3 }],
      },
      { mock: failing, stateConfiguration: { retrierRetryCount: 2 }, inspectionLevel: 'DEBUG' },
      {
        status: 'RETRIABLE',
        error: 'Busy',
        cause: 'too much',
        inspectionData: {
          input: '{}',
          afterArguments: '{}',
          errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 12 },
        },
      },
    ],
    [
      'Task whose tries are used up',
      { ...call, Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }] },
      { mock: failing, stateConfiguration: { retrierRetryCount: 2 } },
      { status: 'FAILED', error: 'Busy', cause: 'too much' },
    ],
    [
      'Task whose error is caught',
      { ...call, Catch: [{ ErrorEquals: ['Busy'], Output: '{% $states.errorOutput %}', Next: 'c' }] },
      { mock: failing },
      {
        status: 'CAUGHT_ERROR',
        error: 'Busy',
        cause: 'too much',
        nextState: 'c',
        output: { Error: 'Busy', Cause: 'too much' },
      },
    ],
    [
      'an expression without a value',
      jsonata({ Type: 'Pass', Output: '{% $states.input.none %}', End: true }),
      {},
      {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause:
          "The JSONata expression '$states.input.none' specified for the field 'Output' returned nothing (undefined).",
      },
    ],
    [
      'Map with selected and batched items',
      {
        ...distributed,
        ItemSelector: { n: '{% $states.context.Map.Item.Value %}' },
        ItemBatcher: { MaxItemsPerBatch: 2 },
        MaxConcurrency: 5,
      },
      { input: list, mock: { result: '[1,2]' }, inspectionLevel: 'DEBUG' },
      {
        status: 'SUCCEEDED',
        output: [1, 2],
        inspectionData: {
          input: JSON.stringify(list),
          maxConcurrency: 5,
          afterItemSelector: '[{"n":1},{"n":2},{"n":3}]',
          afterItemBatcher: '[{"Items":[{"n":1},{"n":2}]},{"Items":[{"n":3}]}]',
        },
      },
    ],
    [
      'Map with as many failures as it tolerates',
      { ...distributed, ToleratedFailurePercentage: 67 },
      { input: list, mock: { result: '[0,0,1]' }, stateConfiguration: { mapIterationFailureCount: 2 } },
      { status: 'SUCCEEDED', output: [0, 0, 1] },
    ],
    [
      'Map with more failures than it tolerates',
      { ...distributed, ToleratedFailurePercentage: 66 },
      { input: list, mock: { result: '[0,0,1]' }, stateConfiguration: { mapIterationFailureCount: 2 } },
      {
        status: 'FAILED',
        error: 'States.ExceedToleratedFailureThreshold',
        cause: 'The specified tolerated failure threshold was exceeded',
      },
    ],
    [
      'Map without a list',
      each,
      { mock: { result: '[]' }, input: { list: 1 } },
      { status: 'FAILED', error: 'States.QueryEvaluationError', cause: expect.stringContaining("Expected 'array'") },
    ],
    [
      'Map that reads its items',
      {
        ...distributed,
        Items: undefined as never,
        ItemReader: { ReaderConfig: { InputType: 'JSONL' } },
        MaxConcurrency: '{% 2 %}',
      },
      { mock: { result: '[5]' }, stateConfiguration: { mapItemReaderData: '{"a":1}\n{"a":2}\n' } },
      { status: 'SUCCEEDED', output: [5] },
    ],
    [
      'Map that reads some of its data',
      {
        ...distributed,
        Items: undefined as never,
        ItemReader: { ReaderConfig: { ItemsPointer: '/a~1b/0' } },
        ItemSelector: '{% $states.context.Map.Item.Value %}',
      },
      {
        mock: { result: '[5]' },
        stateConfiguration: { mapItemReaderData: '{"a/b":[[7]]}' },
        inspectionLevel: 'DEBUG',
      },
      {
        status: 'SUCCEEDED',
        output: [5],
        inspectionData: { input: '{}', maxConcurrency: 0, afterItemSelector: '[7]' },
      },
    ],
    [
      'Map over an object',
      { ...distributed, Items: { a: 1 }, ItemSelector: '{% $states.context.Map.Item.Key %}' },
      { mock: { result: '[5]' }, inspectionLevel: 'TRACE' },
      {
        status: 'SUCCEEDED',
        output: [5],
        inspectionData: { input: '{}', maxConcurrency: 0, afterItemSelector: '["a"]' },
      },
    ],
    [
      'Parallel',
      { ...both, Output: '{% $sum($states.result) %}' },
      { mock: { result: '[1,2]' } },
      { status: 'SUCCEEDED', output: 3 },
    ],
  ];
  test.each(cases)('%s', async (_, definition, request, expected) => {
    expect(await tried(definition, request)).toEqual(expected);
  });
});

describe('refuses', () => {
  const cases: [string, JsonObject, Request, string, RegExp][] = [
    ['no state of that name', jsonata(body), { stateName: 'x' }, 'ValidationException', /not found/],
    [
      'a machine that is wrong elsewhere',
      jsonata({ ...body, StartAt: 'Out' }),
      { stateName: 'In' },
      'InvalidDefinition',
      /Missing 'StartAt' target: Out at \/StartAt/,
    ],
    ['a Task without mock and role', call, { roleArn: undefined as never }, 'ValidationException', /roleArn/],
    ['secrets of a mock', call, { mock: { result: '1' }, revealSecrets: true }, 'ValidationException', /revealSecrets/],
    [
      'more failures than items',
      each,
      { mock: failing, input: list, stateConfiguration: { mapIterationFailureCount: 4 } },
      'ValidationException',
      /number of Map iterations/,
    ],
    ['a state that is wrong', jsonata({ Type: 'Pass' }), {}, 'InvalidDefinition', /\[Next\] or \[End\]/],
    ['JSONPath', { Type: 'Pass', InputPath: '$.a', End: true }, {}, 'InvalidDefinition', /JSONPath is not supported/],
    ['Map without a mock', each, {}, 'InvalidDefinition', /does not support Map or Parallel/],
    [
      'a job without a mock',
      { ...call, Resource: 'arn:aws:states:::states:startExecution.sync' },
      {},
      'InvalidDefinition',
      /\.sync/,
    ],
    [
      'a token without a mock',
      { ...call, Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' },
      {},
      'InvalidDefinition',
      /Give a mock/,
    ],
    ['a mock of Pass', jsonata({ Type: 'Pass', End: true }), { mock: { result: '1' } }, 'ValidationException', /Pass/],
    ['an empty mock', call, { mock: {} }, 'ValidationException', /only one/],
    ['a mock with both', call, { mock: { result: '1', ...failing } }, 'ValidationException', /only one/],
    ['a result that is no JSON', call, { mock: { result: '{' } }, 'ValidationException', /mock.result/],
    ['a Map result that is no list', each, { mock: { result: '1' } }, 'ValidationException', /array/],
    ['a branch without result', both, { mock: { result: '[1]' } }, 'ValidationException', /each of its branches/],
    [
      'variables that are no object',
      call,
      { variables: '[1]', mock: { result: '1' } },
      'ValidationException',
      /variables/,
    ],
    ['a context without a mock', call, { context: '{}' }, 'ValidationException', /together with a mock/],
    [
      'a context of another type',
      call,
      { mock: { result: '1' }, context: '{"State":{"RetryCount":"1"}}' },
      'ValidationException',
      /State.RetryCount must be a number/,
    ],
    [
      'a context with a Map',
      call,
      { mock: { result: '1' }, context: '{"Map":{}}' },
      'ValidationException',
      /'Map' field is not supported/,
    ],
    ['a configuration without a mock', call, { stateConfiguration: {} }, 'ValidationException', /together with a mock/],
    [
      'tries of a state that is not tried again',
      call,
      { mock: failing, stateConfiguration: { retrierRetryCount: 1 } },
      'ValidationException',
      /Retry/,
    ],
    [
      'an error of a state that is not inside',
      both,
      { mock: failing, stateConfiguration: { errorCausedByState: 'Out' } },
      'ValidationException',
      /Out/,
    ],
    [
      'more failures than iterations',
      each,
      { mock: { result: '[1]' }, stateConfiguration: { mapIterationFailureCount: 2 } },
      'ValidationException',
      /number of Map iterations/,
    ],
    [
      'what a call never answers',
      { ...call, Resource: 'arn:aws:states:::states:startExecution' },
      { mock: { result: '{"ExecutionArn":"a"}' } },
      'ValidationException',
      /'StartDate' is missing/,
    ],
  ];
  test.each(cases)('%s', async (_, definition, request, name, message) => {
    await expect(tried(definition, request)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });
});

test('a Task without a mock calls its function', async () => {
  const answered = tried(call, { input: { a: 1 } });
  await fixture.settle();
  expect(fixture.calls.map(({ payload }) => payload)).toEqual([{ a: 1 }]);
  await fixture.answer({ b: 2 });
  expect(await answered).toEqual({ status: 'SUCCEEDED', output: { b: 2 } });
});

test('a function that does not answer within five minutes ends the test', async () => {
  const answered = tried(call, {});
  await fixture.settle();
  await fixture.clock.advance(300_000);
  expect(await answered).toEqual({ status: 'FAILED', error: 'States.Timeout' });
});

test.each([
  [10, { status: 'SUCCEEDED', output: {} }],
  [301, { status: 'FAILED', error: 'States.Timeout' }],
])('a Wait of %d seconds is waited for, five minutes at most', async (Seconds, expected) => {
  const answered = tried(jsonata({ Type: 'Wait', Seconds, End: true }), {});
  await fixture.settle();
  await fixture.clock.advance(Math.min(Seconds, 300) * 1000);
  expect(await answered).toEqual(expected);
});
