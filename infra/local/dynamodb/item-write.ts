import { AwsError } from '../aws-error.ts';
import type { Condition } from './expression/condition.ts';
import { meetsCondition } from './expression/evaluate-condition.ts';
import type { ItemKey } from './tables/item-key.ts';
import type { StoredTable, Tables } from './tables/tables.ts';
import { partitionPlace, tablePlace } from './unsettled.ts';
import { emptyItem, type Item } from './values/attribute-value.ts';

/** A write of one item that was checked and can be carried out in a transaction. */
export interface ItemWrite {
  table: StoredTable;
  key: ItemKey;
  condition?: Condition | undefined;
  /** Whether the error of a condition that is not met shows the item. */
  showItem?: boolean;
  /** The item as it is to be, undefined to delete it; throws ValidationException. */
  change(old: Item | undefined): Item | undefined;
}

/** What a write is about to do, or has done. */
export interface Change {
  write: ItemWrite;
  old: Item | undefined;
  item: Item | undefined;
}

/** Reads what the write needs; throws AwsError when its condition is not met. */
export function decide(write: ItemWrite, tables: Tables): Change {
  // The table may have been deleted since the request was checked.
  if (tables.find(write.table.name)?.id !== write.table.id) {
    throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
  }
  const old = write.table.rows.get(write.key);
  if (write.condition && !meetsCondition(old ?? emptyItem(), write.condition)) {
    const shown = write.showItem && old ? { Item: old } : {};
    throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed', 400, shown);
  }
  return { write, old, item: write.change(old) };
}

/** Writes what was decided; returns the places that readers find it at. */
export function carryOut({ write, old, item }: Change): string[] {
  const { table, key } = write;
  if (item === old) return [];
  const indexes = item ? table.rows.put(key, item, old) : table.rows.delete(key, old!);
  const places = [tablePlace(table), partitionPlace(table, key.hash)];
  for (const { index, hash } of indexes) places.push(partitionPlace(index, hash));
  return places;
}
