import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CoalescingClient } from './coalescing-client.ts';
import { type Dynamo, startDynamo } from './start-dynamo.ts';

let folder: string;
let dynamo: Dynamo;
let client: CoalescingClient;
const TableName = 'things';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dynamo-'));
  dynamo = await startDynamo({ folder, report: () => {}, endpoint: '' });
  client = dynamo.client!;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
    }),
  );
});

afterAll(async () => {
  await dynamo.stop();
  rmSync(folder, { recursive: true });
});

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'x' } });
const put = (pk: string, n: string, once = false) =>
  new PutItemCommand({
    TableName,
    Item: { ...key(pk), n: { N: n } },
    ...(once && { ConditionExpression: 'attribute_not_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
  });
const get = async (pk: string): Promise<Record<string, unknown> | undefined> =>
  ((await client.send(new GetItemCommand({ TableName, Key: key(pk) }))) as { Item?: Record<string, unknown> }).Item;

test('many writes at once, of which some fail: everyone gets the own answer', async () => {
  await client.send(put('taken-3', '0'));
  await client.send(put('taken-70', '0'));
  const ids = Array.from({ length: 120 }, (_, n) => (n === 3 || n === 70 ? `taken-${n}` : `free-${n}`));
  const answers = await Promise.allSettled(ids.map((id) => client.send(put(id, '1', true))));
  for (const [n, answer] of answers.entries()) {
    if (n === 3 || n === 70) {
      const { reason } = answer as PromiseRejectedResult;
      expect(reason).toBeInstanceOf(ConditionalCheckFailedException);
      expect(reason).toMatchObject({
        name: 'ConditionalCheckFailedException',
        Item: { ...key(`taken-${n}`), n: { N: '0' } },
      });
    } else {
      expect(answer.status).toBe('fulfilled');
    }
  }
  const read = await Promise.all(ids.map(get));
  expect(read.map((item) => item?.n)).toEqual(ids.map((id) => ({ N: id.startsWith('taken') ? '0' : '1' })));
});

test('writes of one item in one turn happen all, in order', async () => {
  await Promise.all([
    client.send(put('same', '1')),
    client.send(put('same', '2')),
    client.send(
      new UpdateItemCommand({
        TableName,
        Key: key('same'),
        UpdateExpression: 'SET n = n + :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    ),
  ]);
  expect(await get('same')).toEqual({ ...key('same'), n: { N: '3' } });
});

test('mistakes hit only the one who made them', async () => {
  const answers = await Promise.allSettled([
    client.send(put('good-1', '1')),
    client.send(new PutItemCommand({ TableName, Item: { ...key('bad'), n: { N: 'no number' } } })),
    client.send(new PutItemCommand({ TableName, Item: key('bad'), ConditionExpression: 'what is this' })),
    client.send(new PutItemCommand({ TableName: 'no-such-table', Item: key('bad') })),
    client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'no sort key' } } })),
    client.send(put('good-2', '1')),
    client.send(new GetItemCommand({ TableName: 'no-such-table', Key: key('bad') })),
    client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'half a key' } } })),
  ]);
  const names = answers.map((answer) => (answer.status === 'rejected' ? answer.reason.name : 'done'));
  expect(names).toEqual([
    'done',
    'ValidationException',
    'ValidationException',
    'ResourceNotFoundException',
    'ValidationException',
    'done',
    'ResourceNotFoundException',
    'ValidationException',
  ]);
  expect((answers[3] as PromiseRejectedResult).reason).toBeInstanceOf(ResourceNotFoundException);
  expect(await get('good-1')).toBeDefined();
  expect(await get('good-2')).toBeDefined();
});

test('transactions of callers stay whole when they travel together', async () => {
  await client.send(put('held', '0'));
  const transaction = (a: string, b: string) =>
    new TransactWriteItemsCommand({
      TransactItems: [a, b].map((pk) => ({
        Put: { TableName, Item: key(pk), ConditionExpression: 'attribute_not_exists(pk)' },
      })),
    });
  const [good, bad, single] = await Promise.allSettled([
    client.send(transaction('t1', 't2')),
    client.send(transaction('t3', 'held')),
    client.send(put('t4', '1', true)),
  ]);
  expect(good.status).toBe('fulfilled');
  expect(single.status).toBe('fulfilled');
  const { reason } = bad as PromiseRejectedResult;
  expect(reason).toBeInstanceOf(TransactionCanceledException);
  expect(reason.CancellationReasons.map(({ Code }: { Code: string }) => Code)).toEqual([
    'None',
    'ConditionalCheckFailed',
  ]);
  const found = await Promise.all(['t1', 't2', 't3', 't4'].map(get));
  expect(found.map(Boolean)).toEqual([true, true, false, true]);
});

test('reads: together, twice the same, missing, consistent and projected', async () => {
  await client.send(put('r1', '1'));
  const read = (pk: string, more: object = {}) => client.send(new GetItemCommand({ TableName, Key: key(pk), ...more }));
  const answers: { Item?: object }[] = await Promise.all([
    read('r1'),
    read('r1'),
    read('missing'),
    read('r1', { ConsistentRead: true }),
    read('r1', { ProjectionExpression: 'n' }),
  ]);
  const whole = { ...key('r1'), n: { N: '1' } };
  expect(answers.map(({ Item }) => Item)).toEqual([whole, whole, undefined, whole, { n: { N: '1' } }]);
  expect(answers[0]!.Item).not.toBe(answers[1]!.Item);
});

test('answers with values, deletes and queries', async () => {
  await client.send(put('v', '1'));
  const updated: { Attributes?: object } = await client.send(
    new UpdateItemCommand({
      TableName,
      Key: key('v'),
      UpdateExpression: 'SET n = :two',
      ExpressionAttributeValues: { ':two': { N: '2' } },
      ReturnValues: 'ALL_NEW',
    }),
  );
  expect(updated.Attributes).toEqual({ ...key('v'), n: { N: '2' } });
  const query = new QueryCommand({
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: 'v' } },
  });
  expect(await client.send(query)).toMatchObject({ Count: 1, Items: [{ n: { N: '2' } }] });
  await client.send(new DeleteItemCommand({ TableName, Key: key('v') }));
  expect(await client.send(query)).toMatchObject({ Count: 0 });
});

test('any attribute value comes back as it was, bytes as Uint8Array', { timeout: 30_000 }, async () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.string().map((S) => ({ S })),
      fc.integer().map((n) => ({ N: String(n) })),
      fc.boolean().map((BOOL) => ({ BOOL })),
      fc.constant({ NULL: true }),
      fc.uint8Array({ minLength: 1, maxLength: 20 }).map((B) => ({ B })),
      fc
        .uniqueArray(fc.nat(255), { minLength: 1 })
        .map((list) => ({ BS: list.sort((a, b) => a - b).map((n) => Uint8Array.of(n)) })),
      fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
      fc.dictionary(fc.constantFrom('B', 'M', 'plain'), tie('value')).map((M) => ({ M })),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(value, fc.uuid(), async (v, id) => {
      const Item = { ...key(id), v: v as never };
      await Promise.all([client.send(new PutItemCommand({ TableName, Item })), client.send(put(`${id}-other`, '1'))]);
      const [item] = await Promise.all([get(id), get(`${id}-other`)]);
      expect(item!.v).toEqual(v);
    }),
    { numRuns: 40 },
  );
});
