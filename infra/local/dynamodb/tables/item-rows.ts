import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { attributeOf, type Item } from '../values/attribute-value.ts';
import { itemSize } from '../values/item-size.ts';
import { type ItemKey, keyIn, sameKey } from './item-key.ts';
import type { Index, Table } from './table.ts';

/** A stored item as text, with the bytes it counts for. */
export interface ItemRow {
  item: string;
  size: number;
  hash: Uint8Array;
  range: Uint8Array;
}

/** Where in an index an item is found. */
export interface IndexPlace extends ItemKey {
  index: Index;
}

interface IndexStatements {
  index: Index;
  insert: StatementSync;
  remove: StatementSync;
}

/**
 * SQL that makes the rows of a new table: items lie in the order in which they came, so that new ones share pages, and
 * only their keys are sorted.
 */
export function itemTables(table: number): string {
  return `
    CREATE TABLE items_${table} (
      row INTEGER PRIMARY KEY, item TEXT NOT NULL, size INTEGER NOT NULL, expires INTEGER
    ) STRICT;
    CREATE INDEX items_${table}_by_expiry ON items_${table} (expires) WHERE expires IS NOT NULL;
    CREATE TABLE keys_${table} (
      hash BLOB NOT NULL, range BLOB NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (hash, range)
    ) STRICT, WITHOUT ROWID;
  `;
}

/** Items of one table in SQLite, and where its indexes find them. Writing methods are called inside a transaction. */
export class ItemRows {
  readonly #database: DatabaseSync;
  readonly #table: Table;
  readonly #get: StatementSync;
  readonly #insert: StatementSync;
  readonly #insertKey: StatementSync;
  readonly #change: StatementSync;
  readonly #setExpiry: StatementSync;
  readonly #delete: StatementSync;
  readonly #deleteKey: StatementSync;
  readonly #expired: StatementSync;
  readonly #indexes: IndexStatements[];
  readonly #ranges = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, table: Table) {
    this.#database = database;
    this.#table = table;
    const [items, keys] = [`items_${table.id}`, `keys_${table.id}`];
    const row = `(SELECT row FROM ${keys} WHERE hash = ? AND range = ?)`;
    this.#get = database.prepare(`SELECT item FROM ${items} WHERE row = ${row}`);
    this.#insert = database.prepare(`INSERT INTO ${items} (item, size, expires) VALUES (?, ?, ?)`);
    this.#insertKey = database.prepare(`INSERT INTO ${keys} (hash, range, row) VALUES (?, ?, ?)`);
    this.#change = database.prepare(`UPDATE ${items} SET item = ?, size = ? WHERE row = ${row}`);
    this.#setExpiry = database.prepare(`UPDATE ${items} SET expires = ? WHERE row = ${row}`);
    this.#delete = database.prepare(`DELETE FROM ${items} WHERE row = ${row}`);
    this.#deleteKey = database.prepare(`DELETE FROM ${keys} WHERE hash = ? AND range = ?`);
    this.#expired = database.prepare(`SELECT item FROM ${items} WHERE expires < ? LIMIT ?`);
    this.#indexes = table.indexes.map((index) => ({
      index,
      insert: database.prepare(`INSERT INTO index_${index.id} VALUES (?, ?, ?, ?)`),
      remove: database.prepare(
        `DELETE FROM index_${index.id} WHERE hash = ? AND range = ? AND item_hash = ? AND item_range = ?`,
      ),
    }));
  }

  get({ hash, range }: ItemKey): Item | undefined {
    const row = this.#get.get(hash, range);
    return row && (JSON.parse(row.item as string) as Item);
  }

  /** Puts the item in the place of the old one; returns the places in indexes that were touched. */
  put(key: ItemKey, item: Item, old: Item | undefined): IndexPlace[] {
    const { hash, range } = key;
    const [text, size] = [JSON.stringify(item), itemSize(item)];
    const expires = expiryOf(item, this.#table.record.expiry);
    if (old) {
      this.#change.run(text, size, hash, range);
      // To set it is to move it in its index, although it stays the same.
      if (expires !== expiryOf(old, this.#table.record.expiry)) this.#setExpiry.run(expires, hash, range);
    } else {
      const { lastInsertRowid } = this.#insert.run(text, size, expires);
      this.#insertKey.run(hash, range, lastInsertRowid);
    }
    return this.#move(key, old, item);
  }

  /** Deletes the item; returns the places in indexes that were touched. */
  delete(key: ItemKey, old: Item): IndexPlace[] {
    this.#delete.run(key.hash, key.range);
    this.#deleteKey.run(key.hash, key.range);
    return this.#move(key, old, undefined);
  }

  #move(key: ItemKey, old: Item | undefined, item: Item | undefined): IndexPlace[] {
    const touched: IndexPlace[] = [];
    for (const { index, insert, remove } of this.#indexes) {
      const from = old && keyIn(index.key, old);
      const to = item && keyIn(index.key, item);
      if (from) touched.push({ index, ...from });
      if (to) touched.push({ index, ...to });
      if (from && to && sameKey(from, to)) continue;
      if (from) remove.run(from.hash, from.range, key.hash, key.range);
      if (to) insert.run(to.hash, to.range, key.hash, key.range);
    }
    return touched;
  }

  /** Some of the items that expired before a moment (seconds since 1970). */
  expired(before: number, limit: number): Item[] {
    return this.#expired.all(before, limit).map(({ item }) => JSON.parse(item as string) as Item);
  }

  /** Notes anew when each item expires, by the attribute that says so. */
  noteExpiries(attribute: string | undefined): void {
    for (const { item, hash, range } of [...this.read(undefined, {})]) {
      this.#setExpiry.run(expiryOf(JSON.parse(item) as Item, attribute), hash, range);
    }
  }

  /** How many items there are and how many bytes they count for. */
  count(): { items: number; bytes: number } {
    const row = this.#database.prepare(`SELECT count(*) AS items, total(size) AS bytes FROM items_${this.#table.id}`);
    return row.get() as { items: number; bytes: number };
  }

  /** Items of the table or an index in the order of their keys, or backwards, read as they are asked for. */
  read(index: Index | undefined, bounds: Bounds): Iterable<ItemRow> {
    const { sql, values } = rangeQuery(index, bounds, this.#table.id);
    const statement = this.#ranges.get(sql) ?? this.#database.prepare(sql);
    this.#ranges.set(sql, statement);
    return statement.iterate(...values) as Iterable<unknown> as Iterable<ItemRow>;
  }
}

/** A part of a table or index. */
export interface Bounds {
  /** The partition; all when it is missing. */
  hash?: Uint8Array;
  from?: { range: Uint8Array; inclusive: boolean };
  to?: { range: Uint8Array; inclusive: boolean };
  /** Begins behind the row with these keys; those of the item count in an index. */
  after?: { key: ItemKey; item?: ItemKey };
  backwards?: boolean;
}

function rangeQuery(index: Index | undefined, bounds: Bounds, table: number): { sql: string; values: Uint8Array[] } {
  const where: string[] = [];
  const values: Uint8Array[] = [];
  const add = (condition: string, ...given: Uint8Array[]) => {
    where.push(condition);
    values.push(...given);
  };
  const { hash, from, to, after, backwards } = bounds;
  const at = index ? 'r' : 'k';
  if (hash) add(`${at}.hash = ?`, hash);
  if (from) add(`${at}.range ${from.inclusive ? '>=' : '>'} ?`, from.range);
  if (to) add(`${at}.range ${to.inclusive ? '<=' : '<'} ?`, to.range);
  const columns = [...(hash ? [] : ['hash']), 'range', ...(index ? ['item_hash', 'item_range'] : [])];
  if (after) {
    const place = [
      ...(hash ? [] : [after.key.hash]),
      after.key.range,
      ...(index && after.item ? [after.item.hash, after.item.range] : []),
    ];
    const known = columns.slice(0, place.length).map((column) => `${at}.${column}`);
    add(`(${known}) ${backwards ? '<' : '>'} (${known.map(() => '?')})`, ...place);
  }
  const order = columns.map((column) => `${at}.${column}${backwards ? ' DESC' : ''}`);
  const keys = index
    ? `index_${index.id} AS r CROSS JOIN keys_${table} AS k ON k.hash = r.item_hash AND k.range = r.item_range`
    : `keys_${table} AS k`;
  const sql =
    `SELECT i.item AS item, i.size AS size, k.hash AS hash, k.range AS range ` +
    `FROM ${keys} CROSS JOIN items_${table} AS i ON i.row = k.row` +
    `${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''} ORDER BY ${order}`;
  return { sql, values };
}

/** Seconds since 1970; null for an item that stays. */
function expiryOf(item: Item, attribute: string | undefined): number | null {
  const at = attribute === undefined ? undefined : attributeOf(item, attribute)?.N;
  return at === undefined ? null : Math.min(Math.floor(Number(at)), Number.MAX_SAFE_INTEGER);
}
