import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideClients } from '#functions/aws/clients.ts';
import { inProcessClient } from '#infra/local/clients/in-process-client.ts';
import { createTable } from '#infra/local/create-table.ts';
import { startDynamo } from '#infra/local/dynamodb/start-dynamo.ts';
import { openStore } from '#infra/local/storage/store.ts';

/** The platform's table in a file of its own, and the client that handlers get in the server's process. */
export async function startTable(): Promise<{ stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-table-'));
  const store = openStore(join(folder, 'table.sqlite'), (sentence) => process.stderr.write(`${sentence}\n`));
  const dynamo = startDynamo(store);
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    MILLRACE_TABLE: 'millrace',
    MILLRACE_WORKSPACE: 'test',
    MILLRACE_API_RATE: '500',
    MILLRACE_ALL_API_RATE: '1000',
  });
  const client = inProcessClient(dynamo.operations);
  provideClients({ dynamodb: client });
  await createTable(client, 'millrace');
  return {
    async stop() {
      dynamo.stop();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
