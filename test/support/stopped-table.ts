import { join } from 'node:path';
import { provideClients } from '#functions/aws/clients.ts';
import { blueprint } from '#infra/blueprint.ts';
import { inProcessClient } from '#infra/local/clients/in-process-client.ts';
import { startDynamo } from '#infra/local/dynamodb/start-dynamo.ts';
import { functionEnvironment } from '#infra/local/environment.ts';
import { dataFile } from '#infra/local/storage/data-folder.ts';
import { openStore } from '#infra/local/storage/store.ts';

/** Gives the store's functions the table in the data folder of a stopped server for as long as `work` takes. */
export async function withStoppedTable(data: string, work: () => Promise<void>): Promise<void> {
  Object.assign(process.env, functionEnvironment({ publicUrl: '', allowAddresses: '', rates: blueprint.rates }));
  const store = openStore(join(data, dataFile), () => {});
  const dynamo = startDynamo(store);
  try {
    provideClients({ dynamodb: inProcessClient(dynamo.operations) });
    await work();
  } finally {
    dynamo.stop();
    store.close();
  }
}
