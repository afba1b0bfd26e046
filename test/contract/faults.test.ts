import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { passingFailure } from '#functions/aws/passing-failure.ts';
import { type FaultKind, type Faults, faults, faultyOperations } from '#infra/local/faults/faults.ts';
import type { WireServices } from '#infra/local/wire/services.ts';
import { type Reach, type Sender, throughBothDoors } from '#test/support/both-doors.ts';

/** What a caller is told of each fault, and whether the call had its effect all the same. */
const told: Record<FaultKind, { failure: ReturnType<typeof passingFailure>; effect: boolean }> = {
  throttled: { failure: 'refused', effect: false },
  broken: { failure: 'unknown', effect: false },
  lost: { failure: 'unknown', effect: true },
  partial: { failure: undefined, effect: true },
  delayed: { failure: undefined, effect: true },
};
const kinds = Object.keys(told) as FaultKind[];

const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
const cases: [keyof WireServices, (reach: Reach) => Sender & { destroy(): void }, () => object, object?][] = [
  ['dynamodb', (reach) => new DynamoDBClient(reach), () => new GetItemCommand({ TableName: 't', Key })],
  [
    'dynamodb',
    (reach) => new DynamoDBClient(reach),
    () =>
      new TransactWriteItemsCommand({
        TransactItems: [1, 2, 3].map((n) => ({ Delete: { TableName: `t${n}`, Key } })),
      }),
  ],
  [
    'events',
    (reach) => new EventBridgeClient(reach),
    () => new PutEventsCommand({ Entries: [{ Source: 'a', DetailType: 'b', Detail: '{}' }] }),
    { FailedEntryCount: 0, Entries: [{ EventId: '1' }] },
  ],
  ['sqs', (reach) => new SQSClient(reach), () => new DeleteMessageCommand({ QueueUrl: 'q', ReceiptHandle: 'r' })],
  ['scheduler', (reach) => new SchedulerClient(reach), () => new DeleteScheduleCommand({ Name: 's' })],
  ['states', (reach) => new SFNClient(reach), () => new StopExecutionCommand({ executionArn: 'arn:e' })],
  [
    'lambda',
    (reach) => new LambdaClient(reach),
    () => new InvokeCommand({ FunctionName: 'f', Payload: new Uint8Array() }),
    { StatusCode: 200 },
  ],
  [
    'kms',
    (reach) => new KMSClient(reach),
    () => new EncryptCommand({ KeyId: 'k', Plaintext: Buffer.from('text') }),
    { CiphertextBlob: Buffer.from('cipher') },
  ],
  [
    's3',
    (reach) => new S3Client({ ...reach, forcePathStyle: true }),
    () => new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'text' }),
    { ETag: '"e"' },
  ],
];

/** Sends until each kind has been drawn, and tells what came of the first of each: its failure and its effect. */
async function outcomes(faulty: Faults, send: () => Promise<unknown>, effects: () => number) {
  const seen: Partial<Record<FaultKind, { failure: ReturnType<typeof passingFailure>; effect: boolean }>> = {};
  for (let calls = 0; calls < 200 && kinds.some((kind) => !seen[kind]); calls++) {
    const [before, did] = [{ ...faulty.counts() }, effects()];
    const failed = await send().then(
      () => undefined,
      (error: unknown) => error,
    );
    const drawn = Object.keys(faulty.counts()).find((name) => faulty.counts()[name] !== before[name]);
    const effect = effects() > did;
    seen[drawn!.split(' ')[1] as FaultKind] ??= {
      failure: failed === undefined ? undefined : passingFailure(failed),
      effect,
    };
    if (failed)
      expect(failed).toMatchObject({ $fault: expect.any(String), $metadata: { httpStatusCode: expect.any(Number) } });
  }
  return seen;
}

for (const [service, client, command, answer = {}] of cases) {
  const operation = command().constructor.name.replace(/Command$/, '');
  let effects = 0;
  let faulty: Faults;
  const start = async () => {
    faulty = faults({ seed: 3, share: 1, longestDelay: 5 });
    const call = async () => {
      effects++;
      return answer;
    };
    return { operations: faultyOperations(faulty, service, { [operation]: call }), stop: async () => {} };
  };
  throughBothDoors(service, start, client, (door) => {
    test(`${operation} goes wrong as AWS says, with its effect or without`, async () => {
      expect(
        await outcomes(
          faulty,
          () => door().send(command()),
          () => effects,
        ),
      ).toEqual(told);
    });
  });
}
