import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable } from '#infra/local/create-table.ts';
import { startDynamo } from '#infra/local/dynamodb/start-dynamo.ts';

/** A real table in a server of its own; the SDK's own client, which the environment leads there, speaks to it. */
export async function startTable(): Promise<{ stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-table-'));
  const dynamo = await startDynamo({ folder, report: (sentence) => process.stderr.write(`${sentence}\n`) });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    MILLRACE_TABLE: 'millrace',
    MILLRACE_WORKSPACE: 'test',
    MILLRACE_API_RATE: '500',
    MILLRACE_ALL_API_RATE: '1000',
  });
  const client = new DynamoDBClient();
  await createTable(client as never, 'millrace');
  client.destroy();
  return {
    async stop() {
      await dynamo.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
