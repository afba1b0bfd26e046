import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Fixture, openFixture, roleArn, task } from '#test/support/step-functions-fixture.ts';

let fixture: Fixture;

beforeEach(async () => {
  fixture = await openFixture();
});

afterEach(() => fixture.remove());

const prefix = 'arn:aws:states:us-east-1:000000000000:stateMachine:';

function definition(output: string): string {
  return JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'P',
    States: { P: { Type: 'Pass', Output: output, End: true } },
  });
}

/** The output of a new execution, which shows the definition it ran. */
async function outputOf(stateMachineArn: string, name: string): Promise<string | undefined> {
  const { executionArn } = await fixture.operations.StartExecution({ stateMachineArn, name });
  await fixture.settle();
  return (await fixture.operations.DescribeExecution({ executionArn })).output;
}

test('a machine is made, told and listed; the same call again gives the same one', async () => {
  const { operations } = fixture;
  const creationDate = new Date(fixture.clock.now());
  const input = { name: 'm', definition: definition('1'), roleArn };
  expect(await operations.CreateStateMachine(input)).toEqual({ stateMachineArn: `${prefix}m`, creationDate });
  await fixture.clock.advance(1000);
  expect(await operations.CreateStateMachine(input)).toEqual({ stateMachineArn: `${prefix}m`, creationDate });
  for (const other of [{ definition: definition('2') }, { type: 'EXPRESS' as const }]) {
    await expect(operations.CreateStateMachine({ ...input, ...other })).rejects.toMatchObject({
      name: 'StateMachineAlreadyExists',
      message: `State Machine Already Exists: '${prefix}m'`,
    });
  }
  expect(await operations.DescribeStateMachine({ stateMachineArn: `${prefix}m` })).toMatchObject({
    stateMachineArn: `${prefix}m`,
    name: 'm',
    status: 'ACTIVE',
    definition: definition('1'),
    roleArn,
    type: 'STANDARD',
    creationDate,
  });
});

test('machines are listed page by page', async () => {
  for (const name of ['c', 'a', 'b']) await fixture.machine(name, { T: task }, name === 'b' ? 'EXPRESS' : 'STANDARD');
  const first = await fixture.operations.ListStateMachines({ maxResults: 2 });
  expect(first.stateMachines!.map(({ name, type }) => [name, type])).toEqual([
    ['a', 'STANDARD'],
    ['b', 'EXPRESS'],
  ]);
  const second = await fixture.operations.ListStateMachines({ maxResults: 2, nextToken: first.nextToken });
  expect(second).toMatchObject({ stateMachines: [{ name: 'c' }] });
  expect(second.nextToken).toBeUndefined();
});

test('an update is what new executions run; those that run keep theirs, after a restart too', async () => {
  const { operations } = fixture;
  const waits = (output: string) => ({
    W: { Type: 'Wait', Seconds: 60, Next: 'P' },
    P: { Type: 'Pass', Output: output, End: true },
  });
  const stateMachineArn = await fixture.machine('m', waits('old'));
  const run = await fixture.start(stateMachineArn, 'r');
  const made = await operations.UpdateStateMachine({ stateMachineArn, definition: definition('new') });
  expect(made.revisionId).toMatch(/^[0-9a-f-]{36}$/);
  const again = await operations.UpdateStateMachine({ stateMachineArn, definition: definition('new') });
  expect(again.revisionId).toBe(made.revisionId);
  expect(await outputOf(stateMachineArn, 'n')).toBe('"new"');
  await fixture.restart();
  await fixture.clock.advance(60_000);
  expect(await fixture.operations.DescribeExecution({ executionArn: run })).toMatchObject({ output: '"old"' });
  expect(await outputOf(stateMachineArn, 'n2')).toBe('"new"');
});

describe('versions', () => {
  test('keep their definition, are counted on and survive a restart', async () => {
    const { stateMachineArn, stateMachineVersionArn } = await fixture.operations.CreateStateMachine({
      name: 'm',
      definition: definition('1'),
      roleArn,
      publish: true,
      versionDescription: 'first',
    });
    expect(stateMachineVersionArn).toBe(`${prefix}m:1`);
    const updated = await fixture.operations.UpdateStateMachine({
      stateMachineArn,
      definition: definition('2'),
      publish: true,
    });
    expect(updated.stateMachineVersionArn).toBe(`${prefix}m:2`);
    expect(await fixture.operations.PublishStateMachineVersion({ stateMachineArn })).toMatchObject({
      stateMachineVersionArn: `${prefix}m:2`,
    });
    await fixture.operations.DeleteStateMachineVersion({ stateMachineVersionArn: `${prefix}m:2` });
    await fixture.operations.DeleteStateMachineVersion({ stateMachineVersionArn: `${prefix}m:2` });
    await fixture.restart();
    expect(await fixture.operations.PublishStateMachineVersion({ stateMachineArn })).toMatchObject({
      stateMachineVersionArn: `${prefix}m:3`,
    });
    expect(await outputOf(`${prefix}m:1`, 'a')).toBe('"1"');
    expect(await outputOf(`${prefix}m:3`, 'b')).toBe('"2"');
    expect(await fixture.operations.DescribeStateMachine({ stateMachineArn: `${prefix}m:1` })).toMatchObject({
      stateMachineArn: `${prefix}m:1`,
      definition: definition('1'),
      description: 'first',
    });
    await expect(outputOf(`${prefix}m:2`, 'c')).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  test('are made once by a call that is repeated, and not by one that differs', async () => {
    const input = { name: 'm', definition: definition('1'), roleArn, publish: true, versionDescription: 'one' };
    const made = await fixture.operations.CreateStateMachine(input);
    expect(await fixture.operations.CreateStateMachine(input)).toEqual(made);
    await expect(fixture.operations.CreateStateMachine({ ...input, versionDescription: 'two' })).rejects.toMatchObject({
      name: 'StateMachineAlreadyExists',
    });
    expect(await fixture.operations.ListStateMachines({})).toMatchObject({ stateMachines: [{ name: 'm' }] });
  });

  test('are published of the revision that the caller means', async () => {
    const stateMachineArn = await fixture.machine('m', { T: task });
    const { revisionId } = await fixture.operations.UpdateStateMachine({
      stateMachineArn,
      definition: definition('2'),
    });
    const publish = (input: object) => fixture.operations.PublishStateMachineVersion({ stateMachineArn, ...input });
    await expect(publish({ revisionId: 'INITIAL' })).rejects.toMatchObject({ name: 'ConflictException' });
    const published = await publish({ revisionId, description: 'this' });
    expect(await publish({ description: 'that' })).toEqual(published);
  });
});

describe('deleting a machine', () => {
  test('lets its executions end and then takes it away', async () => {
    const { operations } = fixture;
    const stateMachineArn = await fixture.machine('m', { T: task });
    const run = await fixture.start(stateMachineArn, 'r');
    await operations.DeleteStateMachine({ stateMachineArn });
    expect(await operations.DescribeStateMachine({ stateMachineArn })).toMatchObject({ status: 'DELETING' });
    await expect(operations.StartExecution({ stateMachineArn })).rejects.toMatchObject({
      name: 'StateMachineDeleting',
    });
    await fixture.restart();
    await fixture.answer('end');
    expect(await fixture.operations.DescribeExecution({ executionArn: run })).toMatchObject({ output: '"end"' });
    await expect(fixture.operations.DescribeStateMachine({ stateMachineArn })).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    expect(await fixture.operations.DeleteStateMachine({ stateMachineArn })).toEqual({});
  });

  test('frees its name, and the numbers of its versions go on', async () => {
    const stateMachineArn = await fixture.machine('m', { T: task });
    await fixture.operations.PublishStateMachineVersion({ stateMachineArn });
    await fixture.operations.DeleteStateMachine({ stateMachineArn });
    expect((await fixture.operations.ListStateMachines({})).stateMachines).toEqual([]);
    const again = await fixture.operations.CreateStateMachine({
      name: 'm',
      type: 'EXPRESS',
      definition: definition('x'),
      roleArn,
      publish: true,
    });
    expect(again.stateMachineVersionArn).toBe(`${prefix}m:2`);
    await fixture.restart();
    expect(await fixture.operations.DescribeStateMachine({ stateMachineArn })).toMatchObject({
      type: 'EXPRESS',
      definition: definition('x'),
    });
  });
});

describe('what the door refuses', () => {
  const good = { name: 'm', definition: definition('1'), roleArn };
  const cases: [string, () => Promise<unknown>, string, RegExp?][] = [
    [
      'no name',
      () => fixture.operations.CreateStateMachine({ ...good, name: undefined }),
      'ValidationException',
      /Value null at 'name'/,
    ],
    ['an empty name', () => fixture.operations.CreateStateMachine({ ...good, name: '' }), 'ValidationException'],
    [
      'a name of 81 characters',
      () => fixture.operations.CreateStateMachine({ ...good, name: 'n'.repeat(81) }),
      'ValidationException',
      /less than or equal to 80/,
    ],
    [
      'a name with a blank',
      () => fixture.operations.CreateStateMachine({ ...good, name: 'a b' }),
      'InvalidName',
      /^Invalid Name: 'a b'$/,
    ],
    [
      'a wrong definition',
      () => fixture.operations.CreateStateMachine({ ...good, definition: '{}' }),
      'InvalidDefinition',
      /SCHEMA_VALIDATION_FAILED/,
    ],
    [
      'a description without publishing',
      () => fixture.operations.CreateStateMachine({ ...good, versionDescription: 'x' }),
      'ValidationException',
    ],
    [
      'an update of nothing',
      async () => fixture.operations.UpdateStateMachine({ stateMachineArn: await fixture.machine('m', { T: task }) }),
      'MissingRequiredParameter',
    ],
    [
      'an update of a machine that is not there',
      () => fixture.operations.UpdateStateMachine({ stateMachineArn: `${prefix}x`, roleArn }),
      'StateMachineDoesNotExist',
      /^State Machine Does Not Exist: 'arn:\S+:x'$/,
    ],
    [
      'an ARN that is none',
      () => fixture.operations.DescribeStateMachine({ stateMachineArn: 'm' }),
      'InvalidArn',
      /^Invalid Arn: 'Invalid ARN prefix: m'$/,
    ],
    [
      'an ARN of something else',
      () =>
        fixture.operations.DescribeStateMachine({
          stateMachineArn: 'arn:aws:states:us-east-1:000000000000:activity:a',
        }),
      'InvalidArn',
      /Resource type not valid in this context: activity/,
    ],
    ['an alias', () => fixture.operations.DescribeStateMachine({ stateMachineArn: `${prefix}m:prod` }), 'InvalidArn'],
    ['a token of someone else', () => fixture.operations.ListStateMachines({ nextToken: 'x' }), 'InvalidToken'],
    ['too long a page', () => fixture.operations.ListStateMachines({ maxResults: 1001 }), 'ValidationException'],
    [
      'a version that is none',
      () => fixture.operations.DeleteStateMachineVersion({ stateMachineVersionArn: `${prefix}m` }),
      'InvalidArn',
    ],
  ];
  test.each(cases)('%s', async (_, call, name, message = /./) => {
    await expect(call()).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });
});

test('a definition can be checked without making a machine', async () => {
  const check = (definition: string, more: object = {}) =>
    fixture.operations.ValidateStateMachineDefinition({ definition, ...more });
  expect(await check(definition('1'))).toEqual({ result: 'OK', diagnostics: [], truncated: false });
  expect(await check('{"StartAt":"A","States":{"A":{"Type":"Pass"},"B":{"Type":"Pass"}}}', { maxResults: 1 })).toEqual({
    result: 'FAIL',
    diagnostics: [
      expect.objectContaining({ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', location: '/States/A' }),
    ],
    truncated: true,
  });
  const literal = '{"StartAt":"A","States":{"A":{"Type":"Fail","Error":"$.error","Cause":"$.cause"}}}';
  expect(await check(literal)).toEqual({ result: 'OK', diagnostics: [], truncated: false });
  expect(await check(literal, { severity: 'WARNING', maxResults: 1 })).toEqual({
    result: 'OK',
    diagnostics: [{ severity: 'WARNING', code: 'NO_PATH', message: expect.any(String), location: '/States/A/Error' }],
    truncated: true,
  });
});
