import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { keyOfItem } from '../dynamodb/tables/item-key.ts';
import { ItemRows } from '../dynamodb/tables/item-rows.ts';
import { type TableRecord, tableOf } from '../dynamodb/tables/table.ts';
import { Tables } from '../dynamodb/tables/tables.ts';
import type { Item } from '../dynamodb/values/attribute-value.ts';
import { readItem } from '../dynamodb/values/read-value.ts';

/** Items copied in one transaction. */
const slice = 5000;

/** A table as dynoxide 1.2 keeps it, https://github.com/nubo-db/dynoxide: definitions as JSON, times in seconds. */
interface OldTable {
  table_name: string;
  key_schema: string;
  attribute_definitions: string;
  gsi_definitions: string | null;
  lsi_definitions: string | null;
  ttl_attribute: string | null;
  ttl_enabled: number;
  created_at: number;
  billing_mode: string | null;
  provisioned_throughput: string | null;
  table_id: string | null;
}

/** Copies all tables of a file that dynoxide wrote, which need not be there to do it. */
export function copyTable(database: DatabaseSync, file: string): void {
  const old = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = new Tables(database);
    for (const row of old.prepare('SELECT * FROM _tables').all() as unknown as OldTable[]) {
      copyOne(database, old, tables, recordOf(row));
    }
  } finally {
    old.close();
  }
}

function copyOne(database: DatabaseSync, old: DatabaseSync, tables: Tables, record: TableRecord): void {
  database.exec('BEGIN');
  const table = tableOf(tables.insert(record), record);
  const rows = new ItemRows(database, table);
  let count = 0;
  for (const { item_json: text } of old.prepare(`SELECT item_json FROM "${record.TableName}"`).iterate()) {
    const item = readItem(JSON.parse(text as string) as Item);
    rows.put(keyOfItem(table, item), item, undefined);
    if (++count % slice === 0) database.exec('COMMIT; BEGIN');
  }
  database.exec('COMMIT');
}

function recordOf(row: OldTable): TableRecord {
  const global = parsed(row.gsi_definitions) as TableRecord['GlobalSecondaryIndexes'];
  const local = parsed(row.lsi_definitions) as TableRecord['LocalSecondaryIndexes'];
  const throughput = parsed(row.provisioned_throughput) as TableRecord['ProvisionedThroughput'];
  return {
    TableName: row.table_name,
    TableId: row.table_id ?? randomUUID(),
    created: row.created_at,
    KeySchema: JSON.parse(row.key_schema),
    AttributeDefinitions: JSON.parse(row.attribute_definitions),
    ...(global?.length && { GlobalSecondaryIndexes: global }),
    ...(local?.length && { LocalSecondaryIndexes: local }),
    ...(row.billing_mode !== null && { BillingMode: row.billing_mode }),
    ...(throughput && { ProvisionedThroughput: throughput }),
    ...(row.ttl_enabled === 1 && row.ttl_attribute !== null && { expiry: row.ttl_attribute }),
  };
}

function parsed(text: string | null): unknown {
  return text === null ? undefined : JSON.parse(text);
}
