import type { DatabaseSync } from 'node:sqlite';
import { client, provideClients } from '#functions/aws/clients.ts';
import { blueprint } from '../../blueprint.ts';
import { inProcessClient } from '../clients/in-process-client.ts';
import { createTable } from '../create-table.ts';
import { startDynamo } from '../dynamodb/start-dynamo.ts';
import { functionEnvironment } from '../environment.ts';
import { Journal } from '../stepfunctions/journal.ts';
import { dataFile } from '../storage/data-folder.ts';
import { type StoppedFolder, withStoppedFolder } from '../storage/stopped-folder.ts';
import { examine } from './examine.ts';
import type { Finding, Treatment } from './findings.ts';
import { repair } from './repair.ts';
import { waitingTasks } from './waiting-tasks.ts';

/**
 * Looks through the data folder of a stopped server and, if asked to, repairs what can be repaired. Throws FolderError
 * when there is no such folder, or a server holds it.
 */
export function examineStopped(path: string, repairs: boolean, now: number): Promise<Treatment> {
  return withStoppedFolder(path, async (folder) => {
    const { database } = folder.store;
    const damaged = [...damage(database), ...journals(database)];
    Object.assign(process.env, functionEnvironment({ publicUrl: '', allowAddresses: '', rates: blueprint.rates }));
    const dynamo = startDynamo(folder.store);
    try {
      if (!process.env.AWS_ENDPOINT_URL_DYNAMODB) {
        provideClients({ dynamodb: inProcessClient(dynamo.operations) });
        await createTable(client('dynamodb'), process.env.MILLRACE_TABLE ?? '');
      }
      return await treat(folder, damaged, repairs, now);
    } finally {
      dynamo.stop();
    }
  });
}

async function treat(
  { path, store }: StoppedFolder,
  damaged: Finding[],
  repairs: boolean,
  now: number,
): Promise<Treatment> {
  const tasks = await waitingTasks(store);
  const examined = await examine(path, store.database, now, Number.POSITIVE_INFINITY, tasks);
  const left: Finding[] = [];
  const repaired: Finding[] = [];
  for (const finding of [...damaged, ...examined.findings]) {
    if (repairs && (await repair(finding, store, now))) repaired.push(finding);
    else left.push(finding);
  }
  return { ...examined, findings: left, repaired };
}

function damage(database: DatabaseSync): Finding[] {
  const { quick_check: says } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  return says === 'ok' ? [] : [{ kind: 'damagedFile', file: dataFile, says }];
}

function journals(database: DatabaseSync): Finding[] {
  const journal = new Journal(database);
  return journal
    .running()
    .filter(({ id }) => journal.events(id, 0).some(({ event }) => event === undefined))
    .map(({ id, name }) => ({ kind: 'damagedJournal', execution: id, name }));
}
