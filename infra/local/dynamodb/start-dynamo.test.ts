import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateTableCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Dynamo, startDynamo } from './start-dynamo.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynamo-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TableName = 'kept';
const table = new CreateTableCommand({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
});
const put = (n: number) => new PutItemCommand({ TableName, Item: { pk: { S: `item-${n}` } } });

async function missing(dynamo: Dynamo, numbers: Iterable<number>): Promise<number[]> {
  const found = await Promise.all(
    [...numbers].map(async (n) => {
      const answer: { Item?: object } = await dynamo.client!.send(
        new GetItemCommand({ TableName, Key: { pk: { S: `item-${n}` } }, ConsistentRead: true }),
      );
      return answer.Item ? [] : [n];
    }),
  );
  return found.flat();
}

test('the server killed under load is started again and has every acknowledged write', {
  timeout: 30_000,
}, async () => {
  const reports: string[] = [];
  const dynamo = await startDynamo({ folder, report: (sentence) => reports.push(sentence), endpoint: '' });
  const client = dynamo.client!;
  await client.send(table);
  const acknowledged = new Set<number>();
  let next = 0;
  let kills = 0;
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      while (next < 3000) {
        const n = next++;
        if (n === 1000 || n === 2000) {
          process.kill(dynamo.pid!, 'SIGKILL');
          kills += 1;
        }
        await client.send(put(n));
        acknowledged.add(n);
      }
    }),
  );
  expect(kills).toBe(2);
  expect(reports).toHaveLength(2);
  expect(acknowledged.size).toBe(3000);
  expect(await missing(dynamo, acknowledged)).toEqual([]);
  await dynamo.stop();
});

test('kill -9 of the owner takes the server along, and the next start has every acknowledged write', {
  timeout: 30_000,
}, async () => {
  const owner = spawn(
    process.execPath,
    [
      '--input-type=module-typescript',
      '--eval',
      `import { startDynamo } from '#infra/local/dynamodb/start-dynamo.ts';
       import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
       const { client, pid } = await startDynamo({ folder: ${JSON.stringify(folder)}, report: () => {}, endpoint: '' });
       await client.send(new CreateTableCommand(${JSON.stringify(table.input)}));
       console.log('pid ' + pid);
       let next = 0;
       for (let i = 0; i < 20; i++) (async () => {
         for (;;) { const n = next++; await client.send(new PutItemCommand({ TableName: '${TableName}', Item: { pk: { S: 'item-' + n } } })); console.log(n); }
       })();`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const acknowledged: number[] = [];
  let server = 0;
  for await (const line of createInterface({ input: owner.stdout })) {
    if (line.startsWith('pid ')) server = Number(line.slice(4));
    else if (acknowledged.push(Number(line)) === 500) owner.kill('SIGKILL');
  }
  await ended(owner);
  await expect.poll(() => runs(server), { timeout: 5000 }).toBe(false);

  const dynamo = await startDynamo({ folder, report: () => {}, endpoint: '' });
  expect(acknowledged.length).toBeGreaterThanOrEqual(500);
  expect(await missing(dynamo, acknowledged)).toEqual([]);
  await dynamo.stop();
  expect(runs(dynamo.pid!)).toBe(false);
});

test('an endpoint that is given is used as it is', async () => {
  const dynamo = await startDynamo({ folder, report: () => {}, endpoint: 'http://127.0.0.1:8000' });
  expect(dynamo).toMatchObject({ endpoint: 'http://127.0.0.1:8000' });
  expect(dynamo.client).toBeUndefined();
});

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
