import { describe, expect, it } from 'vitest';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { client, provideClients } from '#functions/aws/clients.ts';
import { call, calls, effect, failure, script, wrapConnectors } from '#test/support/wrapped-connectors.ts';

wrapConnectors();

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
