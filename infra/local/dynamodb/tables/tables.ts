import type { DatabaseSync } from 'node:sqlite';
import { AwsError } from '../../aws-error.ts';
import { ItemRows, itemTables } from './item-rows.ts';
import { type Table, type TableRecord, tableOf } from './table.ts';

/** A table and its items. */
export interface StoredTable extends Table {
  rows: ItemRows;
}

/** The tables that exist, as the last commit left them. Writing methods are called inside a transaction. */
export class Tables {
  readonly #database: DatabaseSync;
  readonly #known = new Map<string, StoredTable>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(
      'CREATE TABLE IF NOT EXISTS dynamodb_tables (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, record TEXT NOT NULL) STRICT',
    );
    for (const { id, record } of database.prepare('SELECT id, record FROM dynamodb_tables').all()) {
      this.#keep(tableOf(id as number, JSON.parse(record as string) as TableRecord));
    }
  }

  #keep(table: Table): void {
    this.#known.set(table.name, { ...table, rows: new ItemRows(this.#database, table) });
  }

  find(name: string): StoredTable | undefined {
    return this.#known.get(name);
  }

  /** Throws ResourceNotFoundException. */
  get(name: string): StoredTable {
    const table = this.#known.get(name);
    if (!table) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
    return table;
  }

  /** In the order of their names. */
  names(): string[] {
    return [...this.#known.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  /** Makes room for a new table; returns its number. */
  insert(record: TableRecord): number {
    const { lastInsertRowid } = this.#database
      .prepare('INSERT INTO dynamodb_tables (name, record) VALUES (?, ?)')
      .run(record.TableName, JSON.stringify(record));
    const table = tableOf(Number(lastInsertRowid), record);
    this.#database.exec(itemTables(table.id));
    for (const { id } of table.indexes) {
      this.#database.exec(`
        CREATE TABLE index_${id} (
          hash BLOB NOT NULL, range BLOB NOT NULL, item_hash BLOB NOT NULL, item_range BLOB NOT NULL,
          PRIMARY KEY (hash, range, item_hash, item_range)
        ) STRICT, WITHOUT ROWID
      `);
    }
    return table.id;
  }

  /** Keeps what was changed of a table. */
  update({ id }: Table, record: TableRecord): void {
    this.#database.prepare('UPDATE dynamodb_tables SET record = ? WHERE id = ?').run(JSON.stringify(record), id);
  }

  remove({ id, indexes }: Table): void {
    this.#database.prepare('DELETE FROM dynamodb_tables WHERE id = ?').run(id);
    for (const index of indexes) this.#database.exec(`DROP TABLE index_${index.id}`);
    this.#database.exec(`DROP TABLE keys_${id}; DROP TABLE items_${id};`);
  }

  /** Once the transaction is committed: a table is there, or is as the record says. */
  kept(id: number, record: TableRecord): void {
    this.#keep(tableOf(id, record));
  }

  /** Once the transaction is committed: a table is gone. */
  removed(name: string): void {
    this.#known.delete(name);
  }
}
