import { InvokeCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { startLambda } from '#infra/local/lambda/start-lambda.ts';
import { throughBothDoors } from '#test/support/both-doors.ts';

let heard: unknown[];

async function start() {
  heard = [];
  return startLambda({
    functions: {
      echo: {
        timeoutSeconds: 5,
        memoryMB: 128,
        handler: (event) => {
          heard.push(event);
          if ((event as { fail?: boolean }).fail) throw new TypeError('wrong');
          return { event };
        },
      },
    },
    report: () => {},
  });
}

throughBothDoors(
  'lambda',
  start,
  (reach) => new LambdaClient(reach),
  (client) => {
    const payload = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    const read = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString());

    test('Invoke gives the answer of the function', async () => {
      const answer = await client().send(new InvokeCommand({ FunctionName: 'echo', Payload: payload({ ü: 1 }) }));
      expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
      expect(answer.FunctionError).toBeUndefined();
      expect(read(answer.Payload)).toEqual({ event: { ü: 1 } });
    });

    test('Invoke tells the error of the function', async () => {
      const arn = 'arn:aws:lambda:us-east-1:000000000000:function:echo';
      const answer = await client().send(new InvokeCommand({ FunctionName: arn, Payload: payload({ fail: true }) }));
      expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
      expect(read(answer.Payload)).toMatchObject({ errorType: 'TypeError', errorMessage: 'wrong' });
    });

    test('Invoke without waiting, and without running', async () => {
      const invoke = (InvocationType: 'Event' | 'DryRun', n: number) =>
        client().send(new InvokeCommand({ FunctionName: 'echo', InvocationType, Payload: payload({ n }) }));
      expect(await invoke('DryRun', 1)).toMatchObject({ StatusCode: 204 });
      expect(await invoke('Event', 2)).toMatchObject({ StatusCode: 202 });
      await expect.poll(() => heard).toContainEqual({ n: 2 });
      expect(heard).not.toContainEqual({ n: 1 });
    });

    test('errors have their names', async () => {
      const nobody = client().send(new InvokeCommand({ FunctionName: 'nobody' }));
      await expect(nobody).rejects.toBeInstanceOf(ResourceNotFoundException);
      const noJson = client().send(new InvokeCommand({ FunctionName: 'echo', Payload: Buffer.from('{') }));
      await expect(noJson).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
      const large = client().send(new InvokeCommand({ FunctionName: 'echo', Payload: payload('x'.repeat(6_300_000)) }));
      await expect(large).rejects.toMatchObject({
        name: 'RequestTooLargeException',
        $metadata: { httpStatusCode: 413 },
      });
    });
  },
);
