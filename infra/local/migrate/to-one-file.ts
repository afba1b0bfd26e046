import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../storage/open-database.ts';
import { checkRoom } from './check-room.ts';
import { copyTable } from './copy-table.ts';
import { oldTable, wholeOldFiles } from './old-files.ts';

/**
 * Format 1 to 2: makes one data file of the services' own and the table's. They stay as they are, and the new file appears
 * whole or not at all. Throws FolderError when the disk has no room for it.
 */
export function toOneFile(path: string, target: string): void {
  if (existsSync(target)) return;
  const unfinished = `${target}.part`;
  removeDatabase(unfinished);
  const files = wholeOldFiles(path);
  checkRoom(path, files.reduce((sum, file) => sum + statSync(file).size, 0) * 1.2);
  const database = openDatabase(unfinished);
  try {
    // Nobody may read it before it is whole.
    database.exec('PRAGMA synchronous = OFF');
    for (const file of files) {
      if (basename(file) === oldTable) copyTable(database, file);
      else copyAll(database, file);
    }
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
  chmodSync(unfinished, 0o600);
  sync(unfinished);
  renameSync(unfinished, target);
  if (process.platform !== 'win32') sync(dirname(target));
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
}

/** Copies every table and index of a service as it is. */
function copyAll(database: DatabaseSync, file: string): void {
  database.prepare('ATTACH DATABASE ? AS old').run(file);
  try {
    database.exec('BEGIN');
    const rows = database.prepare(
      `SELECT type, name, sql FROM old.sqlite_master
       WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'index'`,
    );
    for (const { type, name, sql } of rows.all() as { type: string; name: string; sql: string }[]) {
      database.exec(sql);
      if (type === 'table') database.exec(`INSERT INTO main."${name}" SELECT * FROM old."${name}"`);
    }
    const counts = database.prepare("SELECT 1 FROM old.sqlite_master WHERE name = 'sqlite_sequence'").get();
    if (counts) {
      database.exec(
        'DELETE FROM main.sqlite_sequence; INSERT INTO main.sqlite_sequence SELECT * FROM old.sqlite_sequence',
      );
    }
    const { user_version } = database.prepare('PRAGMA old.user_version').get() as { user_version: number };
    if (user_version > 0) database.exec(`PRAGMA main.user_version = ${user_version}`);
    database.exec('COMMIT');
  } finally {
    if (database.isTransaction) database.exec('ROLLBACK');
    database.exec('DETACH DATABASE old');
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
