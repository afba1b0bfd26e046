import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { provideClients } from '#functions/aws/clients.ts';
import { blueprint } from '../../blueprint.ts';
import type { Databases } from '../backup/write-backup.ts';
import { createTable } from '../create-table.ts';
import { startDynamo } from '../dynamodb/start-dynamo.ts';
import { functionEnvironment } from '../environment.ts';
import { Journal } from '../stepfunctions/journal.ts';
import { type StoppedFolder, withStoppedFolder } from '../stopped-folder.ts';
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
    const damaged = [...soundness(folder), ...journals(folder.databases)];
    Object.assign(process.env, functionEnvironment({ publicUrl: '', allowAddresses: '', rates: blueprint.rates }));
    const dynamo = await startDynamo({ folder: path, report: () => {} });
    try {
      if (dynamo.client) {
        provideClients({ dynamodb: dynamo.client as never });
        await createTable(dynamo.client as never, process.env.MILLRACE_TABLE ?? '');
      }
      return await treat(folder, damaged, repairs, now);
    } finally {
      await dynamo.stop();
    }
  });
}

async function treat(
  { path, databases }: StoppedFolder,
  damaged: Finding[],
  repairs: boolean,
  now: number,
): Promise<Treatment> {
  const tasks = await waitingTasks(databases.states);
  const examined = await examine(path, databases, now, Number.POSITIVE_INFINITY, tasks);
  const left: Finding[] = [];
  const repaired: Finding[] = [];
  for (const finding of [...damaged, ...examined.findings]) {
    if (repairs && (await repair(finding, databases, now))) repaired.push(finding);
    else left.push(finding);
  }
  return { ...examined, findings: left, repaired };
}

function soundness({ path, databases }: StoppedFolder): Finding[] {
  const table = join(path, 'dynamodb.db');
  const named: [string, DatabaseSync][] = [
    ['events.sqlite', databases.events],
    ['scheduler.sqlite', databases.scheduler],
    ['stepfunctions.sqlite', databases.states],
  ];
  const found = named.flatMap(([file, database]) => damage(file, database));
  if (!existsSync(table)) return found;
  const database = new DatabaseSync(table, { readOnly: true });
  try {
    return [...found, ...damage('dynamodb.db', database)];
  } finally {
    database.close();
  }
}

function damage(file: string, database: DatabaseSync): Finding[] {
  const { quick_check: says } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  return says === 'ok' ? [] : [{ kind: 'damagedFile', file, says }];
}

function journals({ states }: Databases): Finding[] {
  const journal = new Journal(states);
  return journal
    .running()
    .filter(({ id }) => journal.events(id, 0).some(({ event }) => event === undefined))
    .map(({ id, name }) => ({ kind: 'damagedJournal', execution: id, name }));
}
