import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { itemTables } from '../dynamodb/tables/item-rows.ts';
import { openDatabase } from '../storage/open-database.ts';
import { checkRoom } from './check-room.ts';

/**
 * Format 3 to 4: items, which lay sorted by their keys, lie in the order in which they came, with the keys beside them.
 * One transaction a table. Throws FolderError when the disk has no room for it.
 */
export function itemsInOrder(file: string): void {
  if (!existsSync(file)) return;
  const database = openDatabase(file);
  try {
    for (const table of sortedTables(database)) {
      checkRoom(dirname(file), statSync(file).size * 2);
      database.exec(`
        BEGIN;
        ALTER TABLE items_${table} RENAME TO sorted_items;
        DROP INDEX items_${table}_by_expiry;
        ${itemTables(table)}
        INSERT INTO items_${table} (row, item, size, expires)
          SELECT row_number() OVER (ORDER BY hash, range), item, size, expires FROM sorted_items;
        INSERT INTO keys_${table} (hash, range, row)
          SELECT hash, range, row_number() OVER (ORDER BY hash, range) FROM sorted_items;
        DROP TABLE sorted_items;
        COMMIT;
      `);
    }
  } finally {
    database.close();
  }
}

/** Numbers of the tables that are to be brought over. A file without tables is a new one. */
function sortedTables(database: DatabaseSync): number[] {
  const names = new Set(
    database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .map(({ name }) => name as string),
  );
  if (!names.has('dynamodb_tables')) return [];
  const tables = database.prepare('SELECT id FROM dynamodb_tables').all();
  return tables.map(({ id }) => id as number).filter((id) => !names.has(`keys_${id}`));
}
