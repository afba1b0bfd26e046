import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CreateTableCommand, GetItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, expect, test } from 'vitest';
import type { Sender } from '#test/support/both-doors.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';
import { restoreBackup } from '../backup/restore-backup.ts';
import { writeBackup } from '../backup/write-backup.ts';
import { inProcessClient } from '../clients/in-process-client.ts';
import { startDynamo } from '../dynamodb/start-dynamo.ts';
import { dataFile, type Migrations, openDataFolder } from '../storage/data-folder.ts';
import { openStore } from '../storage/store.ts';

const scratch = scratchFolder();
afterAll(() => scratch.remove());

const table = {
  TableName: 'kept',
  BillingMode: 'PAY_PER_REQUEST' as const,
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ],
  AttributeDefinitions: ['pk', 'sk', 'group'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byGroup',
      KeySchema: [{ AttributeName: 'group', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'ALL' as const },
    },
  ],
};

/** Items in an order that is not that of their keys. */
const items = Array.from({ length: 200 }, (_, n) => ({
  pk: { S: `p${(n * 37) % 200}` },
  sk: { S: 'run' },
  text: { S: 'x'.repeat(n * 20) },
  ...(n % 2 && { group: { S: 'odd' } }),
}));

async function withClient<T>(file: string, work: (client: Sender) => Promise<T>): Promise<T> {
  const store = openStore(file, () => {});
  const dynamo = startDynamo(store);
  try {
    return await work(inProcessClient(dynamo.operations));
  } finally {
    dynamo.stop();
    store.close();
  }
}

/** A folder of format 3: its items lie in one table that is sorted by their keys. */
async function oldFolder(name: string): Promise<string> {
  const path = join(scratch.path, name);
  mkdirSync(path);
  writeFileSync(join(path, 'format'), '3\n');
  const file = join(path, dataFile);
  await withClient(file, (client) => client.send(new CreateTableCommand(table)));
  const database = new DatabaseSync(file);
  database.exec(`
    DROP TABLE keys_1;
    DROP TABLE items_1;
    CREATE TABLE items_1 (
      hash BLOB NOT NULL, range BLOB NOT NULL, item TEXT NOT NULL, size INTEGER NOT NULL, expires INTEGER,
      PRIMARY KEY (hash, range)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX items_1_by_expiry ON items_1 (expires) WHERE expires IS NOT NULL;
  `);
  const insert = database.prepare('INSERT INTO items_1 VALUES (?, ?, ?, ?, NULL)');
  const place = database.prepare('INSERT INTO index_1_global_0 VALUES (?, ?, ?, ?)');
  const none = Buffer.alloc(0);
  for (const item of items) {
    const [hash, range] = [Buffer.from(item.pk.S), Buffer.from(item.sk.S)];
    insert.run(hash, range, JSON.stringify(item), 1);
    if ('group' in item) place.run(Buffer.from('odd'), none, hash, range);
  }
  database.close();
  return path;
}

test('a folder of format 3 is brought over with everything in it', async () => {
  const path = await oldFolder('data');
  openDataFolder(path).unlock();
  expect(readFileSync(join(path, 'format'), 'utf8')).toBe('4\n');
  // What was brought over before a crash is left as it is.
  writeFileSync(join(path, 'format'), '3\n');
  openDataFolder(path).unlock();
  const sorted = (list: typeof items) => [...list].sort((a, b) => a.text.S.length - b.text.S.length);
  await withClient(join(path, dataFile), async (client) => {
    const { Items } = await client.send(new ScanCommand({ TableName: 'kept' }));
    expect(sorted(Items)).toEqual(sorted(items));
    const found = await client.send(
      new QueryCommand({
        TableName: 'kept',
        IndexName: 'byGroup',
        KeyConditionExpression: '#g = :g',
        ExpressionAttributeNames: { '#g': 'group' },
        ExpressionAttributeValues: { ':g': { S: 'odd' } },
      }),
    );
    expect(sorted(found.Items)).toEqual(sorted(items.filter((item) => 'group' in item)));
    const Key = { pk: items[7]!.pk, sk: items[7]!.sk };
    expect((await client.send(new GetItemCommand({ TableName: 'kept', Key }))).Item).toEqual(items[7]);
  });
});

test('a Millrace that knows format 3 refuses the folder, and takes the backup that was made before', async () => {
  const path = await oldFolder('before');
  const file = join(scratch.path, 'before.tar');
  const rows = (folder: string) => {
    const database = new DatabaseSync(join(folder, dataFile));
    const found = database.prepare('SELECT hash, range, item FROM items_1 ORDER BY hash, range').all();
    database.close();
    return found;
  };
  const before = rows(path);
  const database = new DatabaseSync(join(path, dataFile));
  await writeBackup(path, database, file, 0);
  database.close();
  openDataFolder(path).unlock();
  const nothing = () => expect.unreachable();
  const older: Migrations = [nothing, nothing];
  expect(() => openDataFolder(path, older)).toThrow(expect.objectContaining({ code: 'formatNewer' }));

  const back = join(scratch.path, 'back');
  await restoreBackup(file, back);
  openDataFolder(back, older).unlock();
  expect(rows(back)).toEqual(before);
  expect(before).toHaveLength(items.length);
  expect(readFileSync(join(back, 'format'), 'utf8')).toBe('3\n');
});
