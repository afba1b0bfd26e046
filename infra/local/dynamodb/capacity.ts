import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { type ItemKey, keyIn, sameKey } from './tables/item-key.ts';
import type { Index, Table } from './tables/table.ts';
import { emptyItem, type Item } from './values/attribute-value.ts';
import { equalValues } from './values/compare-values.ts';
import { itemSize } from './values/item-size.ts';

/** Capacity units that a request used, by table and index. */
export class CapacityMeter {
  readonly #mode: string | undefined;
  readonly #kind: 'read' | 'write';
  readonly #detailed: boolean;
  readonly #tables = new Map<string, { table: number; local: Map<string, number>; global: Map<string, number> }>();

  /** `mode` as ReturnConsumedCapacity has it; `detailed` tells reads from writes, as transactions do. */
  constructor(mode: string | undefined, kind: 'read' | 'write', detailed = false) {
    this.#mode = mode;
    this.#kind = kind;
    this.#detailed = detailed;
  }

  get counts(): boolean {
    return this.#mode === 'TOTAL' || this.#mode === 'INDEXES';
  }

  add(table: Table, units: number, index?: Index): void {
    const used = this.#tables.get(table.name) ?? { table: 0, local: new Map(), global: new Map() };
    this.#tables.set(table.name, used);
    if (!index) used.table += units;
    else {
      const of = index.local ? used.local : used.global;
      of.set(index.name, (of.get(index.name) ?? 0) + units);
    }
  }

  /** Counts a write of an item and of the indexes' rows that it changed, `factor` times. */
  addWrite(table: Table, old: Item | undefined, item: Item | undefined, factor = 1): void {
    if (!this.counts) return;
    this.add(table, writeUnits(Math.max(old ? itemSize(old) : 0, item ? itemSize(item) : 0)) * factor);
    for (const index of table.indexes) {
      const [before, after] = [rowOf(index, old), rowOf(index, item)];
      const moved = before && after && !sameKey(before.key, after.key);
      if (before && (!after || moved)) this.add(table, writeUnits(itemSize(before.row)), index);
      if (after && (!before || moved || !equalValues({ M: before.row }, { M: after.row }))) {
        this.add(table, writeUnits(itemSize(after.row)), index);
      }
    }
  }

  /** Undefined unless the request asked for it. */
  get list(): ConsumedCapacity[] | undefined {
    if (!this.counts) return undefined;
    return [...this.#tables].map(([TableName, { table, local, global }]) => {
      const sum = table + total(local) + total(global);
      return {
        TableName,
        ...this.#units(sum),
        ...(this.#mode === 'INDEXES' && {
          Table: this.#units(table),
          ...(local.size > 0 && { LocalSecondaryIndexes: this.#byName(local) }),
          ...(global.size > 0 && { GlobalSecondaryIndexes: this.#byName(global) }),
        }),
      };
    });
  }

  /** The member of an answer about one table. */
  get one(): { ConsumedCapacity?: ConsumedCapacity } {
    const first = this.list?.[0];
    return first ? { ConsumedCapacity: first } : {};
  }

  /** The member of an answer about any number of tables. */
  get all(): { ConsumedCapacity?: ConsumedCapacity[] } {
    const { list } = this;
    return list ? { ConsumedCapacity: list } : {};
  }

  #units(units: number) {
    if (!this.#detailed) return { CapacityUnits: units };
    const kind = this.#kind === 'read' ? 'ReadCapacityUnits' : 'WriteCapacityUnits';
    return { CapacityUnits: units, [kind]: units };
  }

  #byName(units: Map<string, number>) {
    return Object.fromEntries([...units].map(([name, used]) => [name, this.#units(used)]));
  }
}

function rowOf(index: Index, item: Item | undefined): { key: ItemKey; row: Item } | undefined {
  const key = item && keyIn(index.key, item);
  return key && { key, row: projected(index, item) };
}

/** Units of a read of so many bytes. */
export function readUnits(bytes: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
}

function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

/** What an index carries of an item. */
export function projected({ attributes }: Index, item: Item | undefined): Item {
  if (!attributes || !item) return item ?? emptyItem();
  const carried = emptyItem();
  for (const name of Object.keys(item)) if (attributes.has(name)) carried[name] = item[name]!;
  return carried;
}

function total(units: Map<string, number>): number {
  return [...units.values()].reduce((sum, each) => sum + each, 0);
}
