import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  QueryCommand,
  ScanCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Sender } from '#test/support/both-doors.ts';
import { findDynoxide, startDynoxide } from '#test/support/dynoxide.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';
import { inProcessClient } from '../clients/in-process-client.ts';
import { startDynamo } from '../dynamodb/start-dynamo.ts';
import { dataFile, openDataFolder } from '../storage/data-folder.ts';
import { openStore } from '../storage/store.ts';

const folder = scratchFolder();
const old = join(folder.path, 'old');
let path: string;
let count = 0;

/** Tables of each service of format 1, as far as a copy has to mind them. */
const services: Record<string, string> = {
  'events.sqlite': `
    CREATE TABLE messages (row INTEGER PRIMARY KEY, queue TEXT NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE INDEX messages_by_queue ON messages (queue);
    INSERT INTO messages (queue, body) VALUES ('work', '{"n":1}'), ('work', '{"n":2}');
  `,
  'scheduler.sqlite': `
    CREATE TABLE families (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    INSERT INTO families VALUES ('default');
  `,
  'stepfunctions.sqlite': `
    CREATE TABLE executions (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
    INSERT INTO executions (id, name) VALUES (7, 'gone'), (3, 'there');
    DELETE FROM executions WHERE id = 7;
    PRAGMA user_version = 1;
  `,
};

const table = {
  TableName: 'millrace',
  BillingMode: 'PAY_PER_REQUEST' as const,
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ],
  AttributeDefinitions: ['pk', 'sk', 'listPk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'list',
      KeySchema: [{ AttributeName: 'listPk', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['n'] },
    },
  ],
};
const items = Array.from({ length: 300 }, (_, n) => ({
  pk: { S: `run-${n}` },
  sk: { S: 'run' },
  n: { N: String(n / 4) },
  ...(n % 2 ? { listPk: { S: 'odd' } } : {}),
  bytes: { B: Uint8Array.of(n % 256) },
}));

beforeAll(async () => {
  mkdirSync(old);
  writeFileSync(join(old, 'format'), '1\n');
  writeFileSync(join(old, 'token'), 'kept\n');
  for (const [name, sql] of Object.entries(services)) {
    const database = new DatabaseSync(join(old, name));
    database.exec(`PRAGMA journal_mode = WAL; ${sql}`);
    database.close();
  }
  const binary = findDynoxide();
  if (binary) await writeByDynoxide(binary, join(old, 'dynamodb.db'));
  else writeAsDynoxide(join(old, 'dynamodb.db'));
}, 60_000);
beforeEach(() => {
  path = join(folder.path, `data-${count++}`);
  cpSync(old, path, { recursive: true });
});
afterAll(() => folder.remove());

/** The server that wrote it is killed, so that its log is still there. */
async function writeByDynoxide(binary: string, file: string): Promise<void> {
  const server = await startDynoxide(binary, file);
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const sdk = new DynamoDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials });
  await sdk.send(new CreateTableCommand(table));
  const TimeToLiveSpecification = { Enabled: true, AttributeName: 'expiresAt' };
  await sdk.send(new UpdateTimeToLiveCommand({ TableName: 'millrace', TimeToLiveSpecification }));
  for (let from = 0; from < items.length; from += 25) {
    const millrace = items.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
    await sdk.send(new BatchWriteItemCommand({ RequestItems: { millrace } }));
  }
  sdk.destroy();
  await server.stop();
}

/** Where dynoxide does not run: its tables as version 1.2 makes them. */
function writeAsDynoxide(file: string): void {
  const database = new DatabaseSync(file);
  database.exec(`
    CREATE TABLE _tables (table_name TEXT PRIMARY KEY, key_schema TEXT, attribute_definitions TEXT, gsi_definitions TEXT,
      lsi_definitions TEXT, ttl_attribute TEXT, ttl_enabled INTEGER, created_at INTEGER, billing_mode TEXT,
      provisioned_throughput TEXT, table_id TEXT);
    CREATE TABLE millrace (pk TEXT, sk TEXT, item_json TEXT NOT NULL, PRIMARY KEY (pk, sk));
  `);
  database
    .prepare('INSERT INTO _tables VALUES (?, ?, ?, ?, NULL, ?, 1, 1700000000, ?, NULL, ?)')
    .run(
      'millrace',
      JSON.stringify(table.KeySchema),
      JSON.stringify(table.AttributeDefinitions),
      JSON.stringify(table.GlobalSecondaryIndexes),
      'expiresAt',
      table.BillingMode,
      'an-id',
    );
  const insert = database.prepare('INSERT INTO millrace VALUES (?, ?, ?)');
  for (const { bytes, ...item } of items) {
    const B = Buffer.from(bytes.B).toString('base64');
    insert.run(`S:${item.pk.S}`, 'S:run', JSON.stringify({ ...item, bytes: { B } }));
  }
  database.close();
}

/** What a Millrace of format 1 reads in its files. */
function oldRows(): Record<string, unknown[]> {
  const tables = [
    ['events.sqlite', 'messages'],
    ['scheduler.sqlite', 'families'],
    ['stepfunctions.sqlite', 'executions'],
    ['dynamodb.db', 'millrace'],
  ] as const;
  return Object.fromEntries(
    tables.map(([file, name]) => {
      const database = new DatabaseSync(join(path, file));
      const rows = database.prepare(`SELECT * FROM ${name}`).all();
      database.close();
      expect(rows.length).toBeGreaterThan(0);
      return [file, rows];
    }),
  );
}

async function look(): Promise<object> {
  const store = openStore(join(path, dataFile), () => {});
  const dynamo = startDynamo(store);
  try {
    const client: Sender = inProcessClient(dynamo.operations);
    const all = (sql: string) => store.database.prepare(sql).all();
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'millrace' }));
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: 'millrace' }));
    const { Items } = await client.send(new ScanCommand({ TableName: 'millrace' }));
    const { Count } = await client.send(
      new QueryCommand({
        TableName: 'millrace',
        IndexName: 'list',
        KeyConditionExpression: 'listPk = :l',
        ExpressionAttributeValues: { ':l': { S: 'odd' } },
      }),
    );
    return {
      messages: all('SELECT queue, body FROM messages ORDER BY row'),
      families: all('SELECT name FROM families'),
      executions: all('SELECT id, name FROM executions'),
      lastExecution: all("SELECT seq FROM sqlite_sequence WHERE name = 'executions'"),
      version: store.database.prepare('PRAGMA user_version').get(),
      keys: Table.KeySchema,
      expiry: TimeToLiveDescription.AttributeName,
      items: Items.sort((a: { n: { N: string } }, b: { n: { N: string } }) => Number(a.n.N) - Number(b.n.N)),
      odd: Count,
    };
  } finally {
    dynamo.stop();
    store.close();
  }
}

const everything = {
  messages: [
    { queue: 'work', body: '{"n":1}' },
    { queue: 'work', body: '{"n":2}' },
  ],
  families: [{ name: 'default' }],
  executions: [{ id: 3, name: 'there' }],
  lastExecution: [{ seq: 7 }],
  version: { user_version: 1 },
  keys: table.KeySchema,
  expiry: 'expiresAt',
  items,
  odd: 150,
};

test('an old folder becomes one file with everything in it, and the old files lie beside it', async () => {
  openDataFolder(path).unlock();
  expect(await look()).toEqual(everything);
  expect(statSync(join(path, dataFile)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(path, 'format'), 'utf8')).toBe('4\n');
  expect(readFileSync(join(path, 'token'), 'utf8')).toBe('kept\n');
  const aside = readdirSync(join(path, 'format-1')).filter((name) => !/-(wal|shm)$/.test(name));
  expect(aside.sort()).toEqual(['dynamodb.db', ...Object.keys(services)].sort());
  expect(readdirSync(path).filter((name) => name in services)).toEqual([]);
});

test('a Millrace that knows format 1 alone refuses the folder, and takes it on the documented way back', async () => {
  const before = oldRows();
  openDataFolder(path).unlock();
  expect(() => openDataFolder(path, [])).toThrow(expect.objectContaining({ code: 'formatNewer' }));
  expect(await look()).toEqual(everything);

  for (const suffix of ['', '-wal']) rmSync(join(path, dataFile + suffix), { force: true });
  for (const name of readdirSync(join(path, 'format-1'))) renameSync(join(path, 'format-1', name), join(path, name));
  writeFileSync(join(path, 'format'), '1\n');
  openDataFolder(path, []).unlock();
  expect(oldRows()).toEqual(before);
  openDataFolder(path).unlock();
  expect(await look()).toEqual(everything);
});

test('killed at any moment and started again, it becomes the same', { timeout: 120_000 }, async () => {
  let killed = 0;
  for (let kill = 0; kill < 12; kill++) {
    const child = spawn(
      process.execPath,
      [
        '--input-type=module-typescript',
        '--eval',
        `import { openDataFolder } from '#infra/local/storage/data-folder.ts';
         process.send('go');
         openDataFolder(${JSON.stringify(path)});`,
      ],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    await once(child, 'message');
    setTimeout(() => child.kill('SIGKILL'), kill * 6);
    const [, signal] = await once(child, 'exit');
    if (signal) killed += 1;
  }
  expect(killed).toBeGreaterThan(0);
  openDataFolder(path).unlock();
  expect(await look()).toEqual(everything);
  expect(existsSync(join(path, `${dataFile}.part`))).toBe(false);
});

test('a disk without room is told so, and nothing is changed', async () => {
  const fs = await import('node:fs');
  vi.spyOn(fs.default, 'statfsSync').mockReturnValue({ bavail: 1, bsize: 4096 } as never);
  expect(() => openDataFolder(path)).toThrow(expect.objectContaining({ code: 'noRoom' }));
  vi.restoreAllMocks();
  expect(readFileSync(join(path, 'format'), 'utf8')).toBe('1\n');
  expect(existsSync(join(path, dataFile))).toBe(false);
  openDataFolder(path).unlock();
  expect(await look()).toEqual(everything);
});
