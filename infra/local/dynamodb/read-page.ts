import { CapacityMeter, projected, readUnits } from './capacity.ts';
import type { Dynamo } from './dynamo.ts';
import type { Condition } from './expression/condition.ts';
import { type Path, valueAt } from './expression/document-path.ts';
import { meetsCondition } from './expression/evaluate-condition.ts';
import { project } from './expression/projection.ts';
import type { Bounds, ItemRow } from './tables/item-rows.ts';
import type { Index, Table } from './tables/table.ts';
import type { StoredTable } from './tables/tables.ts';
import { emptyItem, type Item } from './values/attribute-value.ts';
import { itemSize } from './values/item-size.ts';

/** Bytes that a page looks at, https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
const largestPage = 1024 * 1024;

/** A Query or Scan that was checked. */
export interface PageRequest {
  table: StoredTable;
  index: Index | undefined;
  bounds: Bounds;
  limit: number | undefined;
  filter: Condition | undefined;
  /** Attributes that are asked for; undefined for all that there are. */
  paths: Path[] | undefined;
  /** Whether rows of an index that does not carry all attributes are looked up in the table. */
  whole: boolean;
  countOnly: boolean;
  consistent: boolean;
  capacity: string | undefined;
  /** Rows that are not of this part of the table are passed over. */
  isMine?: (row: ItemRow) => boolean;
  /** What writes under way have to settle before the page may be shown. */
  place: string;
}

export interface Page {
  Items?: Item[];
  Count: number;
  ScannedCount: number;
  LastEvaluatedKey?: Item;
}

/** Reads one page. */
export async function readPage({ unsettled }: Dynamo, request: PageRequest): Promise<Page> {
  const page = collect(request);
  await unsettled.of(request.place);
  return page;
}

function collect({ table, index, bounds, limit, filter, isMine, ...request }: PageRequest): Page {
  const items: Item[] = [];
  let scanned = 0;
  let bytes = 0;
  let fetched = 0;
  let last: Item | undefined;
  for (const row of table.rows.read(index, bounds)) {
    if (isMine && !isMine(row)) continue;
    const stored = JSON.parse(row.item) as Item;
    const carried = index ? projected(index, stored) : stored;
    scanned += 1;
    bytes += carried === stored ? row.size : itemSize(carried);
    const item = request.whole ? stored : carried;
    if (item !== carried) fetched += readUnits(row.size, request.consistent);
    if (!filter || meetsCondition(item, filter)) items.push(item);
    if ((limit !== undefined && scanned >= limit) || bytes >= largestPage) {
      last = stored;
      break;
    }
  }
  const meter = new CapacityMeter(request.capacity, 'read');
  if (meter.counts) {
    meter.add(table, readUnits(bytes, request.consistent), index);
    if (index) meter.add(table, fetched);
  }
  return {
    ...(!request.countOnly && { Items: request.paths ? items.map((item) => project(item, request.paths!)) : items }),
    Count: items.length,
    ScannedCount: scanned,
    ...(last && { LastEvaluatedKey: keyAttributes(table, index, last) }),
    ...meter.one,
  };
}

/** The attributes that say where in a table or index an item is. */
function keyAttributes({ key }: Table, index: Index | undefined, item: Item): Item {
  const attributes = emptyItem();
  for (const schema of index ? [key, index.key] : [key]) {
    for (const part of [schema.hash, schema.range]) if (part) attributes[part.name] = valueAt(item, [part.name])!;
  }
  return attributes;
}
