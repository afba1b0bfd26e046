import { provideClients } from '#functions/aws/clients.ts';
import { blueprint } from '#infra/blueprint.ts';
import { startDynamo } from '#infra/local/dynamodb/start-dynamo.ts';
import { functionEnvironment } from '#infra/local/environment.ts';

/** Gives the store's functions the table in the data folder of a stopped server for as long as `work` takes. */
export async function withStoppedTable(data: string, work: () => Promise<void>): Promise<void> {
  Object.assign(process.env, functionEnvironment({ publicUrl: '', allowAddresses: '', rates: blueprint.rates }));
  const dynamo = await startDynamo({ folder: data, report: () => {} });
  try {
    provideClients({ dynamodb: dynamo.client as never });
    await work();
  } finally {
    await dynamo.stop();
  }
}
