import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Fixture, openFixture, task } from '#test/support/step-functions-fixture.ts';

let fixture: Fixture;
let standard: string;
let express: string;

beforeEach(async () => {
  fixture = await openFixture();
  standard = await fixture.machine('s', { T: task });
  express = await fixture.machine('x', { T: task }, 'EXPRESS');
});

afterEach(() => fixture.remove());

const run = (name: string) => `arn:aws:states:us-east-1:000000000000:execution:s:${name}`;

describe('the same name', () => {
  test('and input give the same execution while it runs', async () => {
    const input = { stateMachineArn: standard, name: 'r', input: '{"a":1}' };
    const both = await Promise.all([
      fixture.operations.StartExecution(input),
      fixture.operations.StartExecution(input),
    ]);
    await fixture.clock.advance(1000);
    await fixture.restart();
    const third = await fixture.operations.StartExecution(input);
    expect(both[1]).toEqual(both[0]);
    expect(third).toEqual(both[0]);
    expect(fixture.calls).toHaveLength(1);
  });

  const refused = { name: 'ExecutionAlreadyExists', message: `Execution Already Exists: '${run('r')}'` };

  test('with another input is refused', async () => {
    await fixture.start(standard, 'r', { a: 1 });
    await expect(fixture.start(standard, 'r', { a: 2 })).rejects.toMatchObject(refused);
  });

  test('is refused once the execution has ended', async () => {
    await fixture.start(standard, 'r', { a: 1 });
    await fixture.answer(1);
    await expect(fixture.start(standard, 'r', { a: 1 })).rejects.toMatchObject(refused);
    await fixture.restart();
    await expect(fixture.start(standard, 'r', { a: 1 })).rejects.toMatchObject(refused);
  });

  test('is another execution each time for EXPRESS', async () => {
    const first = await fixture.start(express, 'r');
    const second = await fixture.start(express, 'r');
    expect(first).toMatch(/^arn:aws:states:us-east-1:000000000000:express:x:r:[0-9a-f-]{36}$/);
    expect(second).not.toBe(first);
    expect(fixture.calls).toHaveLength(2);
  });
});

test('a name is made when none is given', async () => {
  const { executionArn } = await fixture.operations.StartExecution({ stateMachineArn: standard });
  expect(executionArn).toMatch(/:execution:s:[0-9a-f-]{36}$/);
  await fixture.settle();
  expect(fixture.calls).toMatchObject([{ payload: {} }]);
});

test('the input is told letter by letter', async () => {
  const input = '{ "a" : 1.0,\n "b": "\\u00e9" }';
  const { executionArn } = await fixture.operations.StartExecution({ stateMachineArn: standard, input });
  expect(await fixture.operations.DescribeExecution({ executionArn })).toMatchObject({ input, status: 'RUNNING' });
});

describe('what the door refuses', () => {
  const start = (more: object) => fixture.operations.StartExecution({ stateMachineArn: standard, ...more });
  const cases: [string, () => Promise<unknown>, string, RegExp?][] = [
    [
      'no machine',
      () => start({ stateMachineArn: undefined }),
      'ValidationException',
      /Value null at 'stateMachineArn'/,
    ],
    ['a machine that is not there', () => start({ stateMachineArn: `${standard}x` }), 'StateMachineDoesNotExist'],
    ['a name of 81 characters', () => start({ name: 'n'.repeat(81) }), 'ValidationException'],
    ...['a b', 'a/b', 'a:b', 'a"b', 'a\u0000b', 'a#b'].map((name): [string, () => Promise<unknown>, string] => [
      `the name ${JSON.stringify(name)}`,
      () => start({ name }),
      'InvalidName',
    ]),
    [
      'an input that is not JSON',
      () => start({ input: '{"a":' }),
      'InvalidExecutionInput',
      /^Invalid State Machine Execution Input: '/,
    ],
    ['an empty input', () => start({ input: '' }), 'InvalidExecutionInput'],
    ['an input over 256 KiB', () => start({ input: `"${'a'.repeat(262_143)}"` }), 'ValidationException'],
    ['an input over 256 KiB in bytes', () => start({ input: `"${'é'.repeat(131_072)}"` }), 'InvalidExecutionInput'],
    [
      'waiting for STANDARD',
      () => fixture.operations.StartSyncExecution({ stateMachineArn: standard }),
      'StateMachineTypeNotSupported',
    ],
    [
      'listing EXPRESS',
      () => fixture.operations.ListExecutions({ stateMachineArn: express }),
      'StateMachineTypeNotSupported',
    ],
    ...(['DescribeExecution', 'StopExecution', 'GetExecutionHistory'] as const).flatMap(
      (operation): [string, () => Promise<unknown>, string, RegExp?][] => [
        [
          `${operation} of EXPRESS`,
          async () => fixture.operations[operation]({ executionArn: await fixture.start(express, 'r') }),
          'InvalidArn',
          /Resource type not valid in this context: express/,
        ],
        [
          `${operation} of what is not there`,
          () => fixture.operations[operation]({ executionArn: run('x') }),
          'ExecutionDoesNotExist',
          /^Execution Does Not Exist: 'arn:\S+:x'$/,
        ],
        [`${operation} of no ARN`, () => fixture.operations[operation]({ executionArn: 'x' }), 'InvalidArn'],
      ],
    ),
  ];
  test.each(cases)('%s', async (_, call, name, message = /./) => {
    await expect(call()).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test('takes an input of exactly 256 KiB and a name of 80 characters', async () => {
    await start({ name: 'n'.repeat(80), input: `"${'a'.repeat(262_142)}"` });
  });
});

test('an input that is nested without end harms nobody else', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const other = await fixture.start(standard, 'other');
  const { executionArn } = await fixture.operations.StartExecution({
    stateMachineArn: standard,
    name: 'deep',
    input: deep,
  });
  await fixture.settle();
  expect(await fixture.operations.DescribeExecution({ executionArn })).toMatchObject({
    status: 'FAILED',
    error: 'States.DataLimitExceeded',
  });
  const passing = await fixture.machine('p', { P: { Type: 'Pass', End: true } });
  const passed = await fixture.operations.StartExecution({ stateMachineArn: passing, name: 'deep', input: deep });
  await fixture.settle();
  expect(await fixture.operations.DescribeExecution({ executionArn: passed.executionArn })).toMatchObject({
    status: expect.stringMatching(/FAILED|SUCCEEDED/),
  });
  await fixture.answer(1);
  expect(await fixture.operations.DescribeExecution({ executionArn: other })).toMatchObject({ status: 'SUCCEEDED' });
  await fixture.restart();
  expect(await fixture.operations.DescribeExecution({ executionArn })).toMatchObject({ status: 'FAILED' });
});

test('executions are listed newest first, by status, by version and page by page', async () => {
  await fixture.operations.PublishStateMachineVersion({ stateMachineArn: standard });
  for (const name of ['a', 'b', 'c', 'd']) await fixture.start(name === 'c' ? `${standard}:1` : standard, name);
  await fixture.answer(1);
  await fixture.answer({ error: 'No', cause: '' });
  const list = async (more: object = {}) => {
    const page = await fixture.operations.ListExecutions({ stateMachineArn: standard, ...more });
    return { names: page.executions!.map(({ name }) => name), nextToken: page.nextToken };
  };
  expect((await list()).names).toEqual(['d', 'c', 'b', 'a']);
  expect((await list({ statusFilter: 'RUNNING' })).names).toEqual(['d', 'c']);
  expect((await list({ statusFilter: 'SUCCEEDED' })).names).toEqual(['a']);
  expect((await list({ statusFilter: 'FAILED' })).names).toEqual(['b']);
  expect((await list({ stateMachineArn: `${standard}:1` })).names).toEqual(['c']);
  const first = await list({ maxResults: 3 });
  expect(first.names).toEqual(['d', 'c', 'b']);
  expect(await list({ maxResults: 3, nextToken: first.nextToken })).toEqual({ names: ['a'], nextToken: undefined });
});
