import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createInterface } from 'node:readline';
import {
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Sender } from '#test/support/both-doors.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';
import { inProcessClient } from '../clients/in-process-client.ts';
import { openStore, type Store } from '../storage/store.ts';
import { type EmbeddedDynamo, startDynamo } from './start-dynamo.ts';

const TableName = 'kept';
const table = {
  TableName,
  BillingMode: 'PAY_PER_REQUEST' as const,
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' as const },
    { AttributeName: 'group', AttributeType: 'S' as const },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byGroup',
      KeySchema: [{ AttributeName: 'group', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'KEYS_ONLY' as const },
    },
  ],
};

const folder = scratchFolder();
const file = `${folder.path}/millrace.sqlite`;
let store: Store;
let dynamo: EmbeddedDynamo;
let client: Sender;

function open(): void {
  store = openStore(file, () => {});
  dynamo = startDynamo(store);
  client = inProcessClient(dynamo.operations);
}

function close(): void {
  dynamo.stop();
  store.close();
}

beforeEach(() => {
  for (const suffix of ['', '-wal', '-shm']) fs.rmSync(file + suffix, { force: true });
});
afterEach(() => vi.restoreAllMocks());

test('kill -9 keeps every write that was answered, and of each transaction all or nothing', {
  timeout: 60_000,
}, async () => {
  const acknowledged = new Set<number>();
  for (let round = 0; round < 3; round++) {
    const child = spawn(
      process.execPath,
      [
        '--input-type=module-typescript',
        '--eval',
        `import { writeSync } from 'node:fs';
         import { openStore } from '#infra/local/storage/store.ts';
         import { startDynamo } from '#infra/local/dynamodb/start-dynamo.ts';
         const { operations: { CreateTable, TransactWriteItems } } = startDynamo(openStore(${JSON.stringify(file)}, console.error));
         await CreateTable(${JSON.stringify(table)}).catch(() => {});
         let next = ${round} * 100_000;
         const put = (pk) => ({ Put: { TableName: '${TableName}', Item: { pk: { S: pk }, group: { S: 'all' } } } });
         for (let i = 0; i < 20; i++) (async () => {
           for (;;) {
             const n = next++;
             await TransactWriteItems({ TransactItems: ['a', 'b', 'c'].map((part) => put(part + n)) });
             writeSync(1, n + '\\n');
           }
         })();`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    for await (const line of createInterface({ input: child.stdout })) {
      if (acknowledged.add(Number(line)).size === 300 * (round + 1)) child.kill('SIGKILL');
    }
    await ended(child);
  }
  open();
  const parts = new Map<number, number>();
  const pages = { ExclusiveStartKey: undefined };
  do {
    const page = await client.send(new ScanCommand({ TableName, ...pages }));
    for (const { pk } of page.Items) {
      const n = Number(pk.S.slice(1));
      parts.set(n, (parts.get(n) ?? 0) + 1);
    }
    pages.ExclusiveStartKey = page.LastEvaluatedKey;
  } while (pages.ExclusiveStartKey);
  expect(acknowledged.size).toBeGreaterThanOrEqual(900);
  expect([...acknowledged].filter((n) => !parts.has(n))).toEqual([]);
  expect([...parts.values()].filter((count) => count !== 3)).toEqual([]);
  const { Count } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'byGroup',
      KeyConditionExpression: '#g = :g',
      ExpressionAttributeNames: { '#g': 'group' },
      ExpressionAttributeValues: { ':g': { S: 'all' } },
      Select: 'COUNT',
    }),
  );
  expect(Count).toBe(3 * parts.size);
  close();
});

test('nobody is shown a write before a loss of power cannot undo it', async () => {
  open();
  await client.send(new CreateTableCommand(table));
  const other = new GetItemCommand({ TableName, Key: { pk: { S: 'other' } } });
  await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'other' } } }));
  const syncs: (() => void)[] = [];
  vi.spyOn(fs, 'fdatasync').mockImplementation((_, done) => void syncs.push(() => done(null)));
  const told: string[] = [];
  const say = (name: string) => () => void told.push(name);
  void client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'a' }, group: { S: 'all' } } })).then(say('put'));
  await turn();
  const Key = { pk: { S: 'a' } };
  const byGroup = {
    IndexName: 'byGroup',
    KeyConditionExpression: '#g = :g',
    ExpressionAttributeNames: { '#g': 'group' },
    ExpressionAttributeValues: { ':g': { S: 'all' } },
  };
  void client.send(new GetItemCommand({ TableName, Key })).then(say('get'));
  void client.send(new ScanCommand({ TableName })).then(say('scan'));
  void client.send(new QueryCommand({ TableName, ...byGroup })).then(say('query'));
  void client.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key } }] })).then(say('transact'));
  expect((await client.send(other)).Item).toEqual({ pk: { S: 'other' } });
  await turn();
  expect(told).toEqual([]);
  syncs.shift()!();
  await turn();
  expect(told.sort()).toEqual(['get', 'put', 'query', 'scan', 'transact']);
  vi.restoreAllMocks();
  close();
});

test('what has expired is deleted, from the indexes too', async () => {
  open();
  await client.send(new CreateTableCommand(table));
  await dynamo.operations.UpdateTimeToLive!({
    TableName,
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  } as never);
  const seconds = Math.floor(Date.now() / 1000);
  const put = (pk: string, expires: object) =>
    client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, group: { S: 'all' }, expires } as never }));
  await put('past', { N: String(seconds - 10) });
  await put('future', { N: String(seconds + 1000) });
  await put('no time', { S: String(seconds - 10) });
  close();
  open();
  const names = async () => {
    const { Items } = await client.send(new ScanCommand({ TableName, IndexName: 'byGroup' }));
    return Items.map(({ pk }: { pk: { S: string } }) => pk.S).sort();
  };
  await expect.poll(names).toEqual(['future', 'no time']);
  close();
});

async function turn(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
