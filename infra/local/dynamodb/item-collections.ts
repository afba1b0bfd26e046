import type { Change } from './item-write.ts';
import { emptyItem, type Item } from './values/attribute-value.ts';

/** What ReturnItemCollectionMetrics asks for: the partition of a table with local indexes, and about how large it is. */
interface CollectionMetrics {
  ItemCollectionKey: Item;
  /** Nobody partitions by size here, so a whole step of the estimate is said. */
  SizeEstimateRangeGB: [number, number];
}

/** Undefined unless the request asks for it and the table has local indexes. */
export function collectionMetrics(
  mode: string | undefined,
  { write, old, item }: Change,
): CollectionMetrics | undefined {
  const { table } = write;
  const value = (item ?? old)?.[table.key.hash.name];
  if (mode !== 'SIZE' || !value || !table.indexes.some(({ local }) => local)) return undefined;
  return {
    ItemCollectionKey: Object.assign(emptyItem(), { [table.key.hash.name]: value }),
    SizeEstimateRangeGB: [0, 1],
  };
}

/** The member of an answer about many writes, by table. */
export function allCollectionMetrics(
  mode: string | undefined,
  changes: readonly Change[],
): { ItemCollectionMetrics?: Record<string, CollectionMetrics[]> } {
  const told = changes.flatMap((change) => {
    const metrics = collectionMetrics(mode, change);
    return metrics ? [{ table: change.write.table.name, metrics }] : [];
  });
  if (told.length === 0) return {};
  const byTable = Map.groupBy(told, ({ table }) => table);
  return {
    ItemCollectionMetrics: Object.fromEntries(
      [...byTable].map(([table, list]) => [table, list.map(({ metrics }) => metrics)]),
    ),
  };
}
