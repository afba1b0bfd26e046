import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { passingFailure } from './passing-failure.ts';
import { persist } from './persist.ts';

/** One client per service; handlers use nothing of them but `send`. */
export interface Clients {
  dynamodb: Pick<DynamoDBClient, 'send'>;
  eventbridge: Pick<EventBridgeClient, 'send'>;
  kms: Pick<KMSClient, 'send'>;
  lambda: Pick<LambdaClient, 'send'>;
  s3: Pick<S3Client, 'send'>;
  scheduler: Pick<SchedulerClient, 'send'>;
  sfn: Pick<SFNClient, 'send'>;
  sqs: Pick<SQSClient, 'send'>;
}

/** Made on first use, so that a function loads no credentials for a service it does not call. */
const makers: { [Name in keyof Clients]: () => Clients[Name] } = {
  dynamodb: () => new DynamoDBClient(),
  eventbridge: () => new EventBridgeClient(),
  kms: () => new KMSClient(),
  lambda: () => new LambdaClient(),
  // A bucket in the path works with any endpoint; a bucket in the host name needs wildcard names.
  s3: () => new S3Client({ forcePathStyle: true }),
  scheduler: () => new SchedulerClient(),
  // The prefix `sync-` exists on AWS's own host names only.
  sfn: () =>
    new SFNClient({ disableHostPrefix: Boolean(process.env.AWS_ENDPOINT_URL_SFN ?? process.env.AWS_ENDPOINT_URL) }),
  sqs: () => new SQSClient(),
};

const clients: Partial<Clients> = {};

/** Puts clients in the place of those that the SDK's environment variables would give. */
export function provideClients(provided: Partial<Clients>): void {
  for (const name of Object.keys(provided) as (keyof Clients)[]) keep(name, provided[name] as Clients[typeof name]);
}

/**
 * The client of one service, the same for every caller in this process. It makes a call again while its failure is one
 * that passes; with DynamoDB store/table/table.ts does so itself, because it tells its own write from another's.
 */
export function client<Name extends keyof Clients>(name: Name): Clients[Name] {
  return clients[name] ?? keep(name, makers[name]());
}

function keep<Name extends keyof Clients>(name: Name, plain: Clients[Name]): Clients[Name] {
  const kept = name === 'dynamodb' ? plain : persistent(plain);
  clients[name] = kept;
  return kept;
}

function persistent<Client extends { send(command: never): Promise<unknown> }>(plain: Client): Client {
  const send = (command: object) => persist(() => plain.send(command as never), persistenceOf(command));
  return { send } as unknown as Client;
}

// Its caller waits for what it does: an execution more would only do it twice.
function persistenceOf(command: object) {
  return command.constructor.name === 'StartSyncExecutionCommand'
    ? { isPassing: (error: unknown) => passingFailure(error) === 'refused' }
    : {};
}
