import { afterEach, describe, expect, test } from 'vitest';
import { ManualClock } from '#test/support/manual-clock.ts';
import type { LambdaContext } from './run-handler.ts';
import { type Lambda, startLambda } from './start-lambda.ts';

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:';
const clock = new ManualClock();
const seen: { event: unknown; context: LambdaContext }[] = [];
const reports: string[] = [];
let failures = 0;

const plan = { timeoutSeconds: 3, memoryMB: 128 };
const lambda: Lambda = startLambda({
  clock,
  report: (sentence) => reports.push(sentence),
  functions: {
    echo: {
      ...plan,
      handler: async (event: unknown, context: LambdaContext) => {
        seen.push({ event, context });
        return event;
      },
    },
    nothing: { ...plan, handler: () => undefined },
    named: {
      ...plan,
      handler: async () => {
        throw Object.assign(new Error('the vendor said no'), { name: 'RateLimited' });
      },
    },
    text: {
      ...plan,
      handler: () => {
        throw 'only a text';
      },
    },
    circle: {
      ...plan,
      handler: () => {
        const circle: { self?: unknown } = {};
        circle.self = circle;
        return circle;
      },
    },
    large: { ...plan, handler: ({ size }: { size: number }) => 'é'.repeat(size) },
    slow: { ...plan, handler: () => new Promise(() => undefined) },
    failing: {
      ...plan,
      handler: (event: { until: number }) => {
        failures += 1;
        if (failures < event.until) throw new TypeError('not yet');
        return 'at last';
      },
    },
  },
});

afterEach(() => {
  seen.length = 0;
  reports.length = 0;
  failures = 0;
});

async function invoke(FunctionName: string, payload?: string, more: object = {}) {
  const answer = await lambda.operations.Invoke({
    FunctionName,
    ...(payload !== undefined && { Payload: Buffer.from(payload) }),
    ...more,
  });
  return { ...answer, ...(answer.Payload && { Payload: Buffer.from(answer.Payload).toString() }) };
}

describe('an invocation that waits', () => {
  const cases: [string, string, string | undefined, object][] = [
    ['answers what the handler returns', 'echo', '{"a":[1,"b",null]}', { Payload: '{"a":[1,"b",null]}' }],
    ['hands in an empty object without a payload', 'echo', undefined, { Payload: '{}' }],
    ['answers null for a handler that returns nothing', 'nothing', '1', { Payload: 'null' }],
    [
      'tells the name of the error',
      'named',
      '{}',
      { FunctionError: 'Unhandled', Payload: '{"errorType":"RateLimited","errorMessage":"the vendor said no"}' },
    ],
    [
      'tells what was thrown when it was no error',
      'text',
      '{}',
      { FunctionError: 'Unhandled', Payload: '{"errorType":"string","errorMessage":"only a text"}' },
    ],
    [
      'fails for an answer that is not JSON',
      'circle',
      '{}',
      { FunctionError: 'Unhandled', Payload: expect.stringContaining('"errorType":"TypeError"') },
    ],
    [
      'fails for an answer over six megabytes',
      'large',
      '{"size":3145778}',
      { FunctionError: 'Unhandled', Payload: expect.stringContaining('Function.ResponseSizeTooLarge') },
    ],
  ];
  test.each(cases)('%s', async (_, name, payload, expected) => {
    expect(await invoke(name, payload)).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST', ...expected });
  });

  test('takes an answer of exactly six megabytes', async () => {
    expect((await invoke('large', '{"size":3145777}')).FunctionError).toBeUndefined();
  });

  test('ends at the timeout', async () => {
    const answer = invoke('slow', '{}');
    await clock.advance(3000);
    expect(await answer).toMatchObject({
      FunctionError: 'Unhandled',
      Payload: expect.stringMatching(/^{"errorType":"Sandbox.Timedout",.*Task timed out after 3.00 seconds"}$/),
    });
  });

  test.each(['echo', 'echo:$LATEST', `${arn}echo`, '000000000000:function:echo', 'function:echo'])(
    'takes the name %s',
    async (name) => {
      expect((await invoke(name, '7')).Payload).toBe('7');
    },
  );

  test('gives the handler the context of Lambda', async () => {
    await invoke('echo', '{}');
    const { context } = seen[0]!;
    expect(context).toMatchObject({
      functionName: 'echo',
      functionVersion: '$LATEST',
      invokedFunctionArn: `${arn}echo`,
      memoryLimitInMB: '128',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(context.getRemainingTimeInMillis()).toBe(3000);
    await clock.advance(1000);
    expect(context.getRemainingTimeInMillis()).toBe(2000);
  });
});

describe('an invocation that does not wait', () => {
  test('is tried three times, one and two minutes apart', async () => {
    expect(await invoke('failing', '{"until":3}', { InvocationType: 'Event' })).toEqual({ StatusCode: 202 });
    await clock.advance(59_999);
    expect(failures).toBe(1);
    await clock.advance(1);
    expect(failures).toBe(2);
    await clock.advance(120_000);
    expect(failures).toBe(3);
    expect(reports).toEqual([]);
  });

  test('is reported when the third try fails', async () => {
    await invoke('failing', '{"until":9}', { InvocationType: 'Event' });
    await clock.advance(1_000_000);
    expect(failures).toBe(3);
    expect(reports).toEqual([expect.stringMatching(/failing was given up after 3 tries.*not yet/)]);
  });
});

describe('what the door refuses', () => {
  const cases: [string, string, string, object, object][] = [
    [
      'an unknown function',
      'nobody',
      '{}',
      {},
      { name: 'ResourceNotFoundException', message: `Function not found: ${arn}nobody`, status: 404 },
    ],
    [
      'another version',
      'echo',
      '{}',
      { Qualifier: '7' },
      { name: 'ResourceNotFoundException', message: `Function not found: ${arn}echo:7` },
    ],
    [
      'another account',
      `arn:aws:lambda:us-east-1:111111111111:function:echo`,
      '{}',
      {},
      { name: 'ResourceNotFoundException' },
    ],
    ['a payload that is not JSON', 'echo', '{"a":', {}, { name: 'InvalidRequestContentException', status: 400 }],
    [
      'a payload over six megabytes',
      'echo',
      `"${'a'.repeat(6_291_455)}"`,
      {},
      { name: 'RequestTooLargeException', status: 413 },
    ],
    [
      'an event over one megabyte',
      'echo',
      `"${'a'.repeat(1_048_575)}"`,
      { InvocationType: 'Event' },
      { name: 'RequestTooLargeException' },
    ],
  ];
  test.each(cases)('%s', async (_, name, payload, more, expected) => {
    await expect(invoke(name, payload, more)).rejects.toMatchObject(expected);
    expect(seen).toEqual([]);
  });
});

describe('a task of a state machine', () => {
  const cases: [string, string, object][] = [
    ['gets the answer as text', 'echo', { payload: '{"n":1}' }],
    [
      'fails by the name of the error',
      'named',
      { error: 'RateLimited', cause: '{"errorType":"RateLimited","errorMessage":"the vendor said no"}' },
    ],
    [
      'fails by the error of the service',
      'nobody',
      {
        error: 'Lambda.ResourceNotFoundException',
        cause: `Function not found: ${arn}nobody (Service: Lambda, Status Code: 404)`,
      },
    ],
  ];
  test.each(cases)('%s', async (_, name, expected) => {
    expect(await lambda.invokeTask(arn + name, '{"n":1}')).toEqual(expected);
  });
});

test('stopping lets running handlers end and takes no more', async () => {
  const gate = Promise.withResolvers<string>();
  const stopping = startLambda({
    clock,
    report: () => undefined,
    functions: { gate: { ...plan, handler: () => gate.promise } },
  });
  const answer = stopping.invokeTask(`${arn}gate`, '{}');
  const stopped = stopping.stop();
  expect(await stopping.invokeTask(`${arn}gate`, '{}')).toMatchObject({ error: 'Lambda.ServiceException' });
  gate.resolve('done');
  await stopped;
  expect(await answer).toEqual({ payload: '"done"' });
});

test('stopping does not wait longer than the grace', async () => {
  const stopping = startLambda({
    clock,
    report: () => undefined,
    functions: { slow: { ...plan, handler: () => new Promise(() => undefined) } },
  });
  void stopping.invokeTask(`${arn}slow`, '{}');
  const stopped = stopping.stop(500);
  await clock.advance(500);
  await stopped;
});
