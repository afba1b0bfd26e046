import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TaskPayload } from '#flows/compiler/task-payload.ts';
import type { Run } from '#flows/connectors/calls.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { type Connector, defineAction } from '#flows/connectors/define-connector.ts';
import type { Json } from '#flows/language/json.ts';
import { client, provideClients } from '#functions/aws/clients.ts';
import { claimEffect, getEffects } from '#functions/store/effect.ts';
import { leaseTime } from '#functions/store/lease.ts';
import { claimRun } from '#functions/store/run.ts';
import { markStopped } from '#functions/store/stopped-runs.ts';
import { listPlace } from '#functions/store/table/hours.ts';
import { writeVersion } from '#functions/store/version.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { startTable } from '#test/support/table.ts';

/** What the connector under test does next, call by call. */
const script: (() => unknown)[] = [];
const calls: { input: unknown; key: string }[] = [];

const act = (effects: 'reads' | 'sends') =>
  defineAction({
    input: z.strictObject({ to: z.string(), list: z.array(z.object({ n: z.number() })).optional() }),
    output: z.object({ id: z.string() }),
    sample: { id: '1' },
    idempotency: 'record',
    effects,
    connection: 'none',
  });

const run: Run<ReturnType<typeof act>> = async ({ input, idempotencyKey }) => {
  calls.push({ input, key: idempotencyKey });
  return (await script.shift()?.()) as { id: string };
};

const bot: Connector = {
  id: 'bot',
  name: 'Bot',
  icon: { letters: 'B', color: '#000000' },
  categories: [],
  version: 1,
  actions: { send: act('sends'), find: act('reads') },
  triggers: {},
};

let table: Awaited<ReturnType<typeof startTable>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let call: (payload: Partial<TaskPayload>) => Promise<Json>;
let http: (payload: Partial<TaskPayload>) => Promise<Json>;
let step = 0;

beforeAll(async () => {
  [table, receiver] = await Promise.all([startTable(), startReceiver()]);
  process.env.MILLRACE_ALLOW_ADDRESSES = '127.0.0.0/8';
  process.env.AWS_LAMBDA_LOG_LEVEL = 'ERROR';
  const { connectorHandler } = await import('./wrapper.ts');
  const payload = (given: Partial<TaskPayload>): TaskPayload => ({
    run: 'r1',
    flow: 'f',
    version: 1,
    step: 's',
    path: `s${step}`,
    operation: 'bot.send',
    contract: 1,
    attempt: 0,
    timeout: 5000,
    input: { to: 'x' },
    ...given,
  });
  const [{ http: described }, { http: called }] = await Promise.all([
    import('#flows/connectors/http/connector.generated.ts'),
    import('#flows/connectors/http/calls.generated.ts'),
  ]);
  const handlers = [
    connectorHandler(bot, { actions: { send: run, find: run } }),
    connectorHandler(described, called),
  ].map((handler) => handler as unknown as (event: unknown, context: object) => Promise<Json>);
  call = (given) => (handlers[0] as (typeof handlers)[0])(payload(given), {});
  http = (given) => (handlers[1] as (typeof handlers)[0])(payload({ operation: 'http.request', ...given }), {});
});
afterAll(async () => {
  await table.stop();
  await receiver.close();
});
beforeEach(() => {
  step++;
  script.length = 0;
  calls.length = 0;
  receiver.received.length = 0;
});

/** The error as Step Functions sees it. */
async function failure(
  answer: Promise<Json>,
): Promise<{ name: string; message: string; step: string; retryAfter?: number }> {
  const error = await answer.then(
    (value) => expect.fail(`expected an error, got ${JSON.stringify(value)}`),
    (thrown: Error) => thrown,
  );
  expect(error.stack ?? '').toBe('');
  return { name: error.name, ...JSON.parse(error.message) };
}

const effect = async () => (await getEffects('r1')).find(({ path }) => path === `s${step}`);

describe('one action', () => {
  it('is called once, however often it is asked for', async () => {
    script.push(() => new Promise((later) => setTimeout(later, 150, { id: 'a' })));
    const answers = await Promise.all([call({}), call({}), call({})]);
    expect(answers).toEqual([{ id: 'a' }, { id: 'a' }, { id: 'a' }]);
    expect(await call({ attempt: 3 })).toEqual({ id: 'a' });
    expect(calls).toHaveLength(1);
    expect(calls[0]?.key).toMatch(/^[0-9a-f]{64}$/);
    expect(await effect()).toMatchObject({
      status: 'succeeded',
      operation: 'bot.send',
      input: { to: 'x' },
      tries: [{}],
    });
  });

  it('is to be asked again when another call of it lasts longer than its own time', async () => {
    await claimEffect({ run: 'r1', path: `s${step}`, step: 's', operation: 'bot.send' }, Date.now());
    expect(await failure(call({ timeout: 120 }))).toMatchObject({ name: 'Millrace.Again', step: 's' });
    expect(calls).toHaveLength(0);
  });

  it('is called again after it failed, with the same key', async () => {
    script.push(
      () => Promise.reject(new ConnectorError('Unavailable', { id: 'callFailed', params: { call: 'It' } })),
      () => ({ id: 'b' }),
    );
    expect(await failure(call({}))).toEqual({ name: 'Unavailable', message: 'It failed.', step: 's' });
    expect(await call({ attempt: 1 })).toEqual({ id: 'b' });
    expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
    expect((await effect())?.tries).toMatchObject([{ error: { code: 'Unavailable', message: 'It failed.' } }, {}]);
  });
});

describe('an action whose process died', () => {
  const died = () =>
    claimEffect({ run: 'r1', path: `s${step}`, step: 's', operation: 'bot.send' }, Date.now() - leaseTime - 1);

  it('is called again with the same key', async () => {
    await died();
    script.push(() => ({ id: 'c' }));
    expect(await call({})).toEqual({ id: 'c' });
    expect((await effect())?.tries).toMatchObject([{ error: { code: 'CutOff' } }, {}]);
  });

  it('is not called again when the step does not want to risk it', async () => {
    await died();
    const { name, message } = await failure(call({ onUncertain: 'fail' }));
    expect(name).toBe('Conflict');
    expect(message).toMatch(/may have had its effect/);
    expect(calls).toHaveLength(0);
  });

  it('is called again all the same when it only reads', async () => {
    await died();
    script.push(() => ({ id: 'd' }));
    expect(await call({ operation: 'bot.find', onUncertain: 'fail' })).toEqual({ id: 'd' });
  });
});

describe('an outcome that AWS does not let be written down', () => {
  const throttled = () =>
    Object.assign(new Error('slow down'), {
      name: 'ProvisionedThroughputExceededException',
      $metadata: { httpStatusCode: 400 },
    });

  /** Refuses writes of outcomes with these errors, one after the other; the last again and again. */
  function refuse(errors: (Error | undefined)[]) {
    const whole = client('dynamodb');
    let refused = 0;
    const send = (command: { input: { UpdateExpression?: string } }) => {
      const completes = command.input.UpdateExpression?.includes('#ended') && errors.length > 0;
      const error = completes ? errors[Math.min(refused++, errors.length - 1)] : undefined;
      return error ? Promise.reject(error) : whole.send(command as never);
    };
    provideClients({ dynamodb: { send } as never });
    return { refused: () => refused, stop: () => provideClients({ dynamodb: whole }) };
  }

  it('is written again after a throttle, and the call is made once', async () => {
    const table = refuse([throttled(), throttled(), undefined]);
    script.push(() => ({ id: 'e' }));
    expect(await call({})).toEqual({ id: 'e' });
    table.stop();
    expect(table.refused()).toBe(3);
    expect(await effect()).toMatchObject({ status: 'succeeded', output: { id: 'e' } });
    expect(await call({ attempt: 1 })).toEqual({ id: 'e' });
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['throttles on', throttled()],
    ['breaks', Object.assign(new Error('down'), { name: 'InternalServerError', $metadata: { httpStatusCode: 500 } })],
    ['says no', Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } })],
  ])(
    'goes on all the same when it %s, and is written once it may be',
    async (_name, error) => {
      const table = refuse([error]);
      script.push(() => ({ id: 'f' }));
      const before = Date.now();
      expect(await call({ timeout: 1 })).toEqual({ id: 'f' });
      // Before the machine gives the task up, which it does five seconds after the function's own time.
      expect(Date.now() - before).toBeLessThan(4500);
      expect(await effect()).toMatchObject({ status: 'claimed' });
      table.stop();
      await expect.poll(effect, { timeout: 4000 }).toMatchObject({ status: 'succeeded', output: { id: 'f' } });
      expect(calls).toHaveLength(1);
    },
    15_000,
  );

  it('is what failed, too', async () => {
    const table = refuse([throttled()]);
    script.push(() => Promise.reject(new ConnectorError('NotFound', { id: 'callFailed', params: { call: 'It' } })));
    expect(await failure(call({ timeout: 1 }))).toMatchObject({ name: 'NotFound' });
    table.stop();
    await expect.poll(effect, { timeout: 4000 }).toMatchObject({ status: 'failed' });
  }, 15_000);
});

it('what AWS refuses before the call is asked for again, and no try of the step is spent on it', async () => {
  const whole = client('dynamodb');
  const error = Object.assign(new Error('slow down'), {
    name: 'ThrottlingException',
    $metadata: { httpStatusCode: 400 },
  });
  provideClients({ dynamodb: { send: () => Promise.reject(error) } as never });
  const { name, message } = await failure(call({}));
  provideClients({ dynamodb: whole });
  expect(name).toBe('Millrace.Again');
  expect(message).toMatch(/Nothing was called/);
  expect(calls).toHaveLength(0);
}, 15_000);

it.each([
  ['quotes', '"'],
  ['backslashes and ends of lines', '\\\n'],
  ['Chinese', '中'],
])('the largest answer is recorded beside a large input of %s', async (_name, letter) => {
  const to = letter.repeat(97_000 / Buffer.byteLength(JSON.stringify(letter)));
  const id = letter.repeat(130_000 / Buffer.byteLength(letter) / 2);
  script.push(() => ({ id }));
  expect(await call({ input: { to } })).toEqual({ id });
  expect(await effect()).toMatchObject({ status: 'succeeded', output: { id } });
  expect(await call({ input: { to }, attempt: 1 })).toEqual({ id });
  expect(calls).toHaveLength(1);
});

it('a secret that is a number does not break the answer of a call that was made', async () => {
  const { hideSecrets, redactor } = await import('#functions/middleware/redact.ts');
  const redact = redactor(['123456', 'true']);
  expect(hideSecrets({ n: 123456, yes: true, no: false, text: 'a 123456 b', 123456: 1 }, redact)).toEqual({
    n: '[secret]',
    yes: '[secret]',
    no: false,
    text: 'a [secret] b',
    '[secret]': 1,
  });
});

describe('what comes and goes', () => {
  it.each<[string, Json, string]>([
    ['a missing field', {}, 'to has no value.'],
    ['a wrong type', { to: 1 }, 'to: this has to be text, not a number.'],
    [
      'a field inside a list',
      { to: 'x', list: [{ n: 1 }, { n: 'two' }] },
      'list.1.n: this has to be a number, not text.',
    ],
    ['a field too many', { to: 'x', more: 1 }, 'input: there is no field more.'],
    ['no object', 'text', 'input: this has to be an object, not text.'],
  ])('%s is InvalidInput', async (_name, input, message) => {
    expect(await failure(call({ input }))).toEqual({ name: 'InvalidInput', message, step: 's' });
    expect(calls).toHaveLength(0);
    expect(await effect()).toMatchObject({ status: 'failed', input, error: { code: 'InvalidInput', message } });
  });

  it('an output of another shape is a warning, for the message is sent', async () => {
    script.push(() => ({ id: 7, extra: true }));
    expect(await call({})).toEqual({ id: 7, extra: true });
    expect((await effect())?.warning).toBe('Unexpected answer: id: this has to be text, not a number.');
  });

  it('an output that no step can carry says what to do', async () => {
    script.push(() => ({ id: 'x'.repeat(300_000) }));
    const { name, message } = await failure(call({}));
    // No step is tried again for this: the call was made.
    expect(name).toBe('AnswerTooLarge');
    expect(message).toMatch(/293 KB.*256 KB.*fewer/);
  });

  it('a large output goes on in part, and the whole is kept, if that can be', async () => {
    const source = `id: f
name: F
trigger: { use: core.manual }
steps:
  - { id: s, use: bot.send, with: { to: x } }
  - { id: vars, set: { x: "{{ $s.id }}" } }`;
    const version = { flow: 'f', version: 1, name: 'F', publishedAt: '', publishedBy: '', type: 'EXPRESS' } as const;
    await writeVersion({ ...version, source, format: 'yaml', textHash: '', compiledHash: '', connections: [] });
    process.env.MILLRACE_BUCKET = 'millrace';
    const kept: { Key?: string; Body?: unknown }[] = [];
    const away = Object.assign(new Error('away'), { $metadata: {} });
    provideClients({ s3: { send: async () => Promise.reject(away) } as never });
    const large = { id: 'a', text: 'x'.repeat(300_000) };
    script.push(() => large);
    expect(await call({ timeout: 1 })).toEqual({ id: 'a' });
    expect(await effect()).toMatchObject({ status: 'succeeded', output: { id: 'a' } });
    step++;
    provideClients({ s3: { send: async ({ input }: { input: object }) => kept.push(input) } as never });
    script.push(() => large);
    expect(await call({})).toEqual({ id: 'a' });
    expect(String(kept[0]?.Body)).toBe(JSON.stringify(large));
    expect(await effect()).toMatchObject({ output: { id: 'a' }, whole: { bytes: JSON.stringify(large).length } });
    expect(kept[0]?.Key).toBe(`runs/r1/${(await effect())?.whole?.hash}.json`);
    expect(await call({})).toEqual({ id: 'a' });
    expect(kept).toHaveLength(1);
  });

  it('an operation that is gone says so', async () => {
    expect((await failure(call({ operation: 'bot.gone' }))).message).toMatch(/Publish the flow again/);
    expect((await failure(call({ operation: 'bot.constructor' }))).message).toMatch(/Publish the flow again/);
    expect((await failure(call({ contract: 2 }))).name).toBe('Internal');
  });

  it('a bug in a connector is Internal, without a stack', async () => {
    script.push(() => Promise.reject(new TypeError('x is not a function')));
    expect(await failure(call({}))).toEqual({ name: 'Internal', message: 'TypeError: x is not a function', step: 's' });
  });

  it('a payload of another making is refused', async () => {
    expect((await failure(call({ run: 7 as never }))).name).toBe('Internal');
  });

  it('a connection that the version does not name is refused', async () => {
    const url = receiver.url;
    const { name, message } = await failure(http({ connection: 'vault', input: { url } }));
    expect({ name, message }).toEqual({
      name: 'Unauthorized',
      message: 'Version 1 of the flow f may not use the connection vault in the step s.',
    });
    expect(receiver.received).toHaveLength(0);
    // The page of the run recomputes what came of it from this record.
    const params = { version: '1', flow: 'f', connection: 'vault', step: 's' };
    const error = { code: name, message, sentence: { id: 'connectionNotAllowed', params } };
    expect(await effect()).toMatchObject({ status: 'failed', input: { url }, error, tries: [{ error }] });
  });
});

describe('a vendor that asks for patience', () => {
  it('gets a short one here', async () => {
    receiver.answerWith((_request, count) => (count === 1 ? { status: 429, headers: { 'retry-after': '0' } } : {}));
    const before = Date.now();
    expect(await http({ input: { method: 'POST', url: receiver.url } })).toMatchObject({ status: 200 });
    expect(Date.now() - before).toBeGreaterThan(240);
    expect((await effect())?.tries).toMatchObject([{ error: { code: 'RateLimited' } }, {}]);
    expect(new Set(receiver.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('gets a long one from the state machine', async () => {
    receiver.answerWith(() => ({ status: 429, headers: { 'retry-after': '6' }, body: 'slow down' }));
    expect(await failure(http({ input: { url: receiver.url } }))).toEqual({
      name: 'RateLimited',
      message: `GET ${receiver.url}/ answered 429: slow down`,
      step: 's',
      retryAfter: 6,
    });
  });

  it('gets no more than the time of the step', async () => {
    receiver.answerWith(() => ({ status: 503, headers: { 'retry-after': '0' } }));
    const { name } = await failure(http({ input: { url: receiver.url }, timeout: 900 }));
    expect(name).toBe('Unavailable');
    expect(receiver.received.length).toBeLessThan(6);
  });
});

it('a call that takes too long is Timeout, and not repeated where that is too risky', async () => {
  receiver.answerWith(() => ({ after: 2000 }));
  const input = { method: 'POST', url: receiver.url };
  expect((await failure(http({ input, timeout: 100 }))).name).toBe('Timeout');
  step++;
  expect((await failure(http({ input, timeout: 100, onUncertain: 'fail' }))).name).toBe('Conflict');
});

async function running(digit: string): Promise<string> {
  const id = `r${digit.repeat(40)}`;
  const startedAt = new Date().toISOString();
  const common = { flow: 'f', flowName: 'f', version: 1, event: 'e', eventAt: startedAt, trigger: 't', machine: 'm' };
  const run = { id, ...common, status: 'running', startedAt, type: 'EXPRESS', deadline: 60, data: null } as const;
  await claimRun(run, 'd', await listPlace('runs')('f', startedAt), Date.now());
  return id;
}

it('a run that is stopped while its step waits for a try that died calls nothing more', async () => {
  const id = await running('6');
  const soon = Date.now() - leaseTime + 500;
  await claimEffect({ run: id, path: 'one', step: 's', operation: 'bot.send' }, soon);
  const waits = failure(call({ run: id, path: 'one' }));
  await new Promise((later) => setTimeout(later, 100));
  expect(await markStopped(id, Date.now())).toBe(true);
  expect(await waits).toMatchObject({ name: 'Conflict', message: 'The run was stopped.' });
  expect(calls).toHaveLength(0);
});

it('a stopped run calls nothing more', async () => {
  const id = await running('5');
  script.push(
    () => ({ id: '1' }),
    () => ({ id: '2' }),
  );
  expect(await call({ run: id, path: 'one' })).toEqual({ id: '1' });
  expect(await markStopped(id, Date.now())).toBe(true);
  await new Promise((later) => setTimeout(later, 10));
  expect(await failure(call({ run: id, path: 'two' }))).toMatchObject({
    name: 'Conflict',
    message: 'The run was stopped.',
  });
  expect(calls).toHaveLength(1);
});
