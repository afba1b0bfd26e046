import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '#flows/language/json.ts';
import { type Fixture, functionArn, openFixture, task } from '#test/support/step-functions-fixture.ts';

let fixture: Fixture;

beforeEach(async () => {
  fixture = await openFixture();
});

afterEach(() => fixture.remove());

async function describeRun(executionArn: string) {
  const { status, output, error, cause, stopDate, startDate } = await fixture.operations.DescribeExecution({
    executionArn,
  });
  return { status, output, error, cause, seconds: stopDate && (stopDate.getTime() - startDate!.getTime()) / 1000 };
}

test('a task runs with its arguments and its answer is the output', async () => {
  const machine = await fixture.machine('m', { T: { ...task, Arguments: { sum: '{% $states.input.a + 1 %}' } } });
  const run = await fixture.start(machine, 'r', { a: 1 });
  expect(fixture.calls.map(({ payload }) => payload)).toEqual([{ sum: 2 }]);
  expect(await describeRun(run)).toMatchObject({ status: 'RUNNING', output: undefined });
  await fixture.answer({ done: [1, 'zwei', null] });
  expect(await describeRun(run)).toMatchObject({ status: 'SUCCEEDED', output: '{"done":[1,"zwei",null]}' });
});

test('a failed task fails the execution with its error and cause', async () => {
  const run = await fixture.start(await fixture.machine('m', { T: task }), 'r');
  await fixture.answer({ error: 'NotFound', cause: 'gone' });
  expect(await describeRun(run)).toMatchObject({ status: 'FAILED', error: 'NotFound', cause: 'gone' });
});

test('a retry waits for its time and calls again', async () => {
  const Retry = [{ ErrorEquals: ['RateLimited'], IntervalSeconds: 5, MaxAttempts: 2, BackoffRate: 2 }];
  const run = await fixture.start(await fixture.machine('m', { T: { ...task, Retry } }), 'r');
  await fixture.answer({ error: 'RateLimited', cause: '' });
  await fixture.clock.advance(4999);
  expect(fixture.calls).toHaveLength(0);
  await fixture.clock.advance(1);
  await fixture.answer({ error: 'RateLimited', cause: '' });
  await fixture.clock.advance(10_000);
  await fixture.answer('at last');
  expect(await describeRun(run)).toMatchObject({ status: 'SUCCEEDED', output: '"at last"', seconds: 15 });
});

test('a task that takes too long is given up, and its late answer changes nothing', async () => {
  const Catch = [{ ErrorEquals: ['States.Timeout'], Next: 'P' }];
  const states = {
    T: { ...task, TimeoutSeconds: 7, Catch },
    P: { Type: 'Wait', Seconds: 1, End: true, Output: 'late' },
  };
  const run = await fixture.start(await fixture.machine('m', states), 'r');
  await fixture.clock.advance(7000);
  await fixture.answer('too late');
  await fixture.clock.advance(1000);
  expect(await describeRun(run)).toMatchObject({ status: 'SUCCEEDED', output: '"late"', seconds: 8 });
});

test('the machine times out at its own time', async () => {
  const run = await fixture.start(await fixture.machine('m', { T: task }, 'STANDARD', { TimeoutSeconds: 60 }), 'r');
  await fixture.clock.advance(60_000);
  expect(await describeRun(run)).toEqual({ status: 'TIMED_OUT', seconds: 60 });
});

test('EXPRESS ends after five minutes, whatever its definition says', async () => {
  const machine = await fixture.machine('m', { T: task }, 'EXPRESS', { TimeoutSeconds: 9999 });
  const answer = fixture.operations.StartSyncExecution({ stateMachineArn: machine });
  await fixture.settle();
  await fixture.clock.advance(300_000);
  expect(await answer).toMatchObject({
    status: 'TIMED_OUT',
    billingDetails: { billedDurationInMilliseconds: 300_000 },
  });
});

test('StartSyncExecution answers with the end', async () => {
  const machine = await fixture.machine('m', { T: task }, 'EXPRESS');
  const answers = ['a', 'b'].map((input) =>
    fixture.operations.StartSyncExecution({ stateMachineArn: machine, name: 'same', input: JSON.stringify(input) }),
  );
  await fixture.settle();
  await fixture.answer(1);
  await fixture.answer({ error: 'Conflict', cause: 'twice' });
  expect(await Promise.all(answers)).toMatchObject([
    { status: 'SUCCEEDED', name: 'same', input: '"a"', output: '1' },
    { status: 'FAILED', name: 'same', input: '"b"', error: 'Conflict', cause: 'twice' },
  ]);
});

test('a result over 256 KiB fails with the error of AWS', async () => {
  const run = await fixture.start(await fixture.machine('m', { T: task }), 'r');
  await fixture.answer('é'.repeat(131_072));
  expect(await describeRun(run)).toMatchObject({
    status: 'FAILED',
    error: 'States.DataLimitExceeded',
    cause: `The state/task '${functionArn}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  });
});

describe('lambda:invoke', () => {
  const state = (Arguments: JsonObject | string) => ({
    T: { ...task, Resource: 'arn:aws:states:::lambda:invoke', Arguments },
  });

  test('calls the function by name and wraps its answer', async () => {
    const run = await fixture.start(
      await fixture.machine('m', state({ FunctionName: 'work', Payload: { a: 1 } })),
      'r',
    );
    expect(fixture.calls[0]!.payload).toEqual({ a: 1 });
    await fixture.answer({ b: 2 });
    const { output } = await describeRun(run);
    expect(JSON.parse(output!)).toEqual({ ExecutedVersion: '$LATEST', Payload: { b: 2 }, StatusCode: 200 });
  });

  test.each(['{% {"Payload": 1} %}', { FunctionName: 'work', InvocationType: 'Event' }])(
    'refuses %j',
    async (Arguments) => {
      const run = await fixture.start(await fixture.machine('m', state(Arguments)), 'r');
      expect(await describeRun(run)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
      expect(fixture.calls).toEqual([]);
    },
  );
});

test('a resource that does not exist here fails and says so', async () => {
  const states = { T: { ...task, Resource: 'arn:aws:states:::sns:publish', Arguments: {} } };
  const run = await fixture.start(await fixture.machine('m', states), 'r');
  expect(await describeRun(run)).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: expect.stringContaining("'arn:aws:states:::sns:publish' does not exist on one machine"),
  });
});

describe('StopExecution', () => {
  test('ends a running execution', async () => {
    const run = await fixture.start(await fixture.machine('m', { T: task }), 'r');
    await fixture.clock.advance(1000);
    const { stopDate } = await fixture.operations.StopExecution({
      executionArn: run,
      error: 'Stopped',
      cause: 'by Ann',
    });
    expect(await describeRun(run)).toMatchObject({ status: 'ABORTED', error: 'Stopped', cause: 'by Ann', seconds: 1 });
    await fixture.answer('too late');
    expect((await describeRun(run)).status).toBe('ABORTED');
    await fixture.clock.advance(1000);
    expect(await fixture.operations.StopExecution({ executionArn: run })).toEqual({ stopDate });
  });

  test('leaves one alone that has ended', async () => {
    const run = await fixture.start(await fixture.machine('m', { T: task }), 'r');
    await fixture.answer(1);
    await fixture.operations.StopExecution({ executionArn: run });
    expect((await describeRun(run)).status).toBe('SUCCEEDED');
  });
});

describe('a task that waits for its token', () => {
  const states = {
    T: {
      ...task,
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'work', Payload: '{% $states.context.Task.Token %}' },
      HeartbeatSeconds: 10,
    },
  };

  async function begin(): Promise<{ run: string; taskToken: string }> {
    const run = await fixture.start(await fixture.machine('m', states), 'r');
    const taskToken = fixture.calls[0]!.payload as string;
    await fixture.answer('taken in');
    expect((await describeRun(run)).status).toBe('RUNNING');
    return { run, taskToken };
  }

  test('ends with the answer, also after a restart', async () => {
    const { run, taskToken } = await begin();
    await fixture.restart();
    expect(fixture.calls).toEqual([]);
    await fixture.operations.SendTaskSuccess({ taskToken, output: '{"ok":true}' });
    expect(await describeRun(run)).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
    await expect(fixture.operations.SendTaskSuccess({ taskToken, output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  test('fails with the failure', async () => {
    const { run, taskToken } = await begin();
    await fixture.operations.SendTaskFailure({ taskToken, error: 'No', cause: 'never' });
    expect(await describeRun(run)).toMatchObject({ status: 'FAILED', error: 'No', cause: 'never' });
  });

  test('lives as long as it gives signs of life', async () => {
    const { run, taskToken } = await begin();
    await fixture.clock.advance(9000);
    await fixture.operations.SendTaskHeartbeat({ taskToken });
    await fixture.clock.advance(9000);
    expect((await describeRun(run)).status).toBe('RUNNING');
    await fixture.clock.advance(1000);
    expect(await describeRun(run)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    await expect(fixture.operations.SendTaskHeartbeat({ taskToken })).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  test.each([
    ['AAAA', 'InvalidToken'],
    ['1.abc.%E0%A4%A', 'InvalidToken'],
    ['1.abc.arn', 'TaskTimedOut'],
  ])('knows a wrong token: %s', async (taskToken, name) => {
    await expect(fixture.operations.SendTaskSuccess({ taskToken, output: '1' })).rejects.toMatchObject({ name });
  });

  test('does not take an output that is not JSON', async () => {
    const { run, taskToken } = await begin();
    await expect(fixture.operations.SendTaskSuccess({ taskToken, output: '{' })).rejects.toMatchObject({
      name: 'InvalidOutput',
    });
    expect((await describeRun(run)).status).toBe('RUNNING');
  });
});

test('the history is told in the shapes of AWS', async () => {
  const machine = await fixture.machine('m', { T: { ...task, Assign: { x: '{% $states.result %}' } } });
  const run = await fixture.start(machine, 'r', { a: 1 });
  await fixture.answer({ b: 2 });
  const { events } = await fixture.operations.GetExecutionHistory({ executionArn: run });
  const whole = { truncated: false };
  const timestamp = new Date(fixture.clock.now());
  expect(events).toEqual([
    {
      id: 1,
      previousEventId: 0,
      type: 'ExecutionStarted',
      timestamp,
      executionStartedEventDetails: expect.objectContaining({ input: '{"a":1}', inputDetails: whole }),
    },
    {
      id: 2,
      previousEventId: 0,
      type: 'TaskStateEntered',
      timestamp,
      stateEnteredEventDetails: { name: 'T', input: '{"a":1}', inputDetails: whole },
    },
    {
      id: 3,
      previousEventId: 2,
      type: 'LambdaFunctionScheduled',
      timestamp,
      lambdaFunctionScheduledEventDetails: { resource: functionArn, input: '{"a":1}', inputDetails: whole },
    },
    { id: 4, previousEventId: 3, type: 'LambdaFunctionStarted', timestamp },
    {
      id: 5,
      previousEventId: 4,
      type: 'LambdaFunctionSucceeded',
      timestamp,
      lambdaFunctionSucceededEventDetails: { output: '{"b":2}', outputDetails: whole },
    },
    {
      id: 6,
      previousEventId: 5,
      type: 'TaskStateExited',
      timestamp,
      stateExitedEventDetails: {
        name: 'T',
        output: '{"b":2}',
        outputDetails: whole,
        assignedVariables: { x: '{"b":2}' },
      },
    },
    {
      id: 7,
      previousEventId: 6,
      type: 'ExecutionSucceeded',
      timestamp,
      executionSucceededEventDetails: { output: '{"b":2}', outputDetails: whole },
    },
  ]);
  const ids = async (more: object) => {
    const page = await fixture.operations.GetExecutionHistory({ executionArn: run, maxResults: 4, ...more });
    return { ids: page.events!.map(({ id }) => id), nextToken: page.nextToken };
  };
  const first = await ids({ reverseOrder: true });
  expect(first.ids).toEqual([7, 6, 5, 4]);
  expect(await ids({ reverseOrder: true, nextToken: first.nextToken })).toEqual({
    ids: [3, 2, 1],
    nextToken: undefined,
  });
  const bare = await fixture.operations.GetExecutionHistory({ executionArn: run, includeExecutionData: false });
  expect(bare.events!.map((event) => Object.values(event).at(-1))).toMatchObject([
    {},
    { name: 'T' },
    { resource: functionArn },
    timestamp,
    {},
    { name: 'T', assignedVariables: { x: '{"b":2}' } },
    {},
  ]);
  expect(JSON.stringify(bare)).not.toMatch(/put/);
});

test('how a STANDARD execution ended is told, EXPRESS is not', async () => {
  const machine = await fixture.machine('m', { T: task });
  await fixture.operations.PublishStateMachineVersion({ stateMachineArn: machine });
  const run = await fixture.start(`${machine}:1`, 'r', { a: 1 });
  const startDate = fixture.clock.now();
  await fixture.clock.advance(1500);
  await fixture.answer({ b: 2 });
  const express = await fixture.machine('x', { T: task }, 'EXPRESS');
  await fixture.start(express, 'r');
  await fixture.answer(1);
  expect(fixture.statuses).toEqual([
    {
      executionArn: run,
      stateMachineArn: machine,
      stateMachineVersionArn: `${machine}:1`,
      name: 'r',
      status: 'SUCCEEDED',
      startDate,
      stopDate: startDate + 1500,
      input: '{"a":1}',
      output: '{"b":2}',
      error: null,
      cause: null,
    },
  ]);
});
