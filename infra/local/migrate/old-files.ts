import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../storage/open-database.ts';

/** The data files of format 1: one for each service, and the table's, which a server of its own wrote. */
export const oldServices = ['events.sqlite', 'scheduler.sqlite', 'stepfunctions.sqlite'] as const;
export const oldTable = 'dynamodb.db';

/** Name of the folder in the data folder that keeps the data files of an older format. */
export function asideName(format: number): string {
  return `format-${format}`;
}

/** Those of the old data files that are there, with everything in them that was in their logs. */
export function wholeOldFiles(path: string): string[] {
  const files = [...oldServices, oldTable].map((name) => join(path, name)).filter((file) => existsSync(file));
  for (const file of files) {
    const database = openDatabase(file);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
  }
  return files;
}
