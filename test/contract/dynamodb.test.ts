import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProcessClient } from '#infra/local/clients/in-process-client.ts';
import { type EmbeddedDynamo, startDynamo } from '#infra/local/dynamodb/start-dynamo.ts';
import { openStore, type Store } from '#infra/local/storage/store.ts';
import { startWire, type Wire } from '#infra/local/wire/start-wire.ts';
import type { Sender } from '#test/support/both-doors.ts';
import { findDynoxide, startDynoxide } from '#test/support/dynoxide.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';

const folder = scratchFolder();
const dynoxide = findDynoxide();
let store: Store;
let dynamo: EmbeddedDynamo;
let wire: Wire;
let oracle: Awaited<ReturnType<typeof startDynoxide>> | undefined;
const clients: DynamoDBClient[] = [];

function sdk(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  clients.push(client);
  return client;
}

beforeAll(async () => {
  store = openStore(`${folder.path}/table.sqlite`, () => {});
  dynamo = startDynamo(store);
  const services = {
    dynamodb: dynamo.operations,
    events: {},
    sqs: {},
    scheduler: {},
    states: {},
    lambda: {},
    kms: {},
    s3: {},
  };
  wire = await startWire({ services, port: 0, accessKeyId: 'any', report: () => {} });
  if (dynoxide) oracle = await startDynoxide(dynoxide);
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await wire.stop();
  await oracle?.stop();
  dynamo.stop();
  store.close();
  folder.remove();
});

const doors: [string, string, () => Sender][] = [
  ['over the wire', 'wired', () => sdk(wire.endpoint)],
  ['in process', 'direct', () => inProcessClient(dynamo.operations)],
];
// What both of ours do, the emulator that knows AWS does as well.
if (dynoxide) doors.push(['of dynoxide', 'foreign', () => sdk(oracle!.endpoint)]);

describe.each(doors)('dynamodb %s', (_, TableName, open) => {
  let opened: Sender;
  const client = () => (opened ??= open());
  const key = (pk: string, sk = 'x') => ({ pk: { S: pk }, sk: { S: sk } });
  const put = (pk: string, more: object = {}) =>
    new PutItemCommand({ TableName, Item: { ...key(pk), listPk: { S: 'list' }, n: { N: '1' } }, ...more });
  const get = async (pk: string) =>
    (await client().send(new GetItemCommand({ TableName, Key: key(pk), ConsistentRead: true }))).Item;

  beforeAll(async () => {
    const made = await client().send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: ['pk', 'sk', 'listPk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'list',
            KeySchema: [
              { AttributeName: 'listPk', KeyType: 'HASH' },
              { AttributeName: 'pk', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    );
    expect(made.TableDescription.CreationDateTime).toBeInstanceOf(Date);
  });

  test('items are put, read, changed and deleted', async () => {
    await client().send(put('one', { ConditionExpression: 'attribute_not_exists(pk)' }));
    expect(await get('one')).toEqual({ ...key('one'), listPk: { S: 'list' }, n: { N: '1' } });
    const add = { UpdateExpression: 'ADD n :by', ExpressionAttributeValues: { ':by': { N: '2' } } };
    const update = { TableName, Key: key('one'), ...add, ReturnValues: 'ALL_NEW' } as const;
    expect((await client().send(new UpdateItemCommand(update))).Attributes).toMatchObject({ n: { N: '3' } });
    await client().send(new DeleteItemCommand({ TableName, Key: key('one') }));
    expect(await get('one')).toBeUndefined();
  });

  test('a failed condition shows the item that stood in the way', async () => {
    await client().send(put('taken'));
    const again = client().send(
      put('taken', { ConditionExpression: 'attribute_not_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    );
    await expect(again).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    await expect(again).rejects.toMatchObject({ Item: key('taken'), message: 'The conditional request failed' });
  });

  test('an index is queried page by page', async () => {
    for (const n of [1, 2, 3]) await client().send(put(`page-${n}`));
    const query = (more: object) =>
      client().send(
        new QueryCommand({
          TableName,
          IndexName: 'list',
          KeyConditionExpression: 'listPk = :l AND begins_with(pk, :p)',
          ExpressionAttributeValues: { ':l': { S: 'list' }, ':p': { S: 'page-' } },
          ScanIndexForward: false,
          Limit: 2,
          ...more,
        }),
      );
    const first = await query({});
    const second = await query({ ExclusiveStartKey: first.LastEvaluatedKey });
    const names = [...first.Items, ...second.Items].map(({ pk }: { pk: { S: string } }) => pk.S);
    expect(names).toEqual(['page-3', 'page-2', 'page-1']);
  });

  test('a transaction happens whole or not at all', async () => {
    await client().send(put('held'));
    const Put = (pk: string) => ({ TableName, Item: key(pk), ConditionExpression: 'attribute_not_exists(pk)' });
    const write = (...names: string[]) =>
      client().send(new TransactWriteItemsCommand({ TransactItems: names.map((pk) => ({ Put: Put(pk) })) }));
    await write('t1', 't2');
    const failed = write('t3', 'held');
    await expect(failed).rejects.toBeInstanceOf(TransactionCanceledException);
    await expect(failed).rejects.toMatchObject({
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    const read = new TransactGetItemsCommand({
      TransactItems: ['t1', 't2', 't3'].map((pk) => ({ Get: { TableName, Key: key(pk) } })),
    });
    const { Responses } = await client().send(read);
    expect(Responses.map(({ Item }: { Item?: object }) => Item)).toEqual([key('t1'), key('t2'), undefined]);
  });

  test('batches are written and read', async () => {
    const names = ['b1', 'b2'];
    const writes = names.map((pk) => ({ PutRequest: { Item: key(pk) } }));
    await client().send(new BatchWriteItemCommand({ RequestItems: { [TableName]: writes } }));
    const Keys = [...names, 'none'].map((pk) => key(pk));
    const { Responses } = await client().send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
    expect(Responses[TableName]).toHaveLength(2);
  });

  test('bytes come back as bytes', async () => {
    const secret = { B: Uint8Array.from([0, 255]) };
    await client().send(new PutItemCommand({ TableName, Item: { ...key('bytes'), secret } }));
    const { B } = (await get('bytes')).secret;
    expect(B).toBeInstanceOf(Uint8Array);
    expect([...B]).toEqual([0, 255]);
  });

  test('tables are described and expire items', async () => {
    const TimeToLiveSpecification = { Enabled: true, AttributeName: 'expiresAt' };
    await client().send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    const { Table } = await client().send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({ TableStatus: 'ACTIVE', CreationDateTime: expect.any(Date) });
  });

  test('errors have their names', async () => {
    const nowhere = client().send(new GetItemCommand({ TableName: 'nobody', Key: key('x') }));
    await expect(nowhere).rejects.toBeInstanceOf(ResourceNotFoundException);
    const noKey = client().send(new PutItemCommand({ TableName, Item: { pk: { S: 'x' } } }));
    await expect(noKey).rejects.toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
  });
});
