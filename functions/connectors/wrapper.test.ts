import { describe, expect, it } from 'vitest';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Json } from '#flows/language/json.ts';
import { provideClients } from '#functions/aws/clients.ts';
import { claimEffect } from '#functions/store/effect.ts';
import { leaseTime } from '#functions/store/lease.ts';
import { writeVersion } from '#functions/store/version.ts';
import {
  call,
  calls,
  effect,
  failure,
  http,
  nextStep,
  receiver,
  script,
  stepPath,
  wrapConnectors,
} from '#test/support/wrapped-connectors.ts';

wrapConnectors();

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
    await claimEffect({ run: 'r1', path: stepPath(), step: 's', operation: 'bot.send' }, Date.now());
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
    claimEffect({ run: 'r1', path: stepPath(), step: 's', operation: 'bot.send' }, Date.now() - leaseTime - 1);

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
    nextStep();
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
  nextStep();
  expect((await failure(http({ input, timeout: 100, onUncertain: 'fail' }))).name).toBe('Conflict');
});
