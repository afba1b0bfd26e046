import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CreateTableCommand, DynamoDBClient, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { tableShape } from '#functions/store/table-shape.ts';

/** A real table in a DynamoDB-compatible server of its own; the environment points at it until `stop`. */
export async function startTable(): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-table-'));
  const port = await freePort();
  const child = spawn(
    resolve('node_modules/@dynoxide/linux-x64/dynoxide'),
    ['--port', String(port), '--db-path', join(folder, 'table.db')],
    { stdio: 'ignore' },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    MILLRACE_TABLE: 'millrace',
    MILLRACE_WORKSPACE: 'test',
  });
  await createTable();
  return { endpoint, stop: () => stop(child, folder) };
}

async function createTable(): Promise<void> {
  const client = new DynamoDBClient();
  const { key, indexes } = tableShape;
  const schema = (s: { partition: string; sort: string }): KeySchemaElement[] => [
    { AttributeName: s.partition, KeyType: 'HASH' },
    { AttributeName: s.sort, KeyType: 'RANGE' },
  ];
  const command = new CreateTableCommand({
    TableName: 'millrace',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [key, ...Object.values(indexes)]
      .flatMap((s) => [s.partition, s.sort])
      .map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: schema(key),
    GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, s]) => ({
      IndexName,
      KeySchema: schema(s),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...tableShape.projected] },
    })),
  });
  for (let attempt = 0; ; attempt++) {
    try {
      await client.send(command);
      break;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((ready) => setTimeout(ready, 20));
    }
  }
  client.destroy();
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });
}
