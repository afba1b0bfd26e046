import type { AnyCondition } from './expression.ts';
import { fromCursor, queryItems } from './table.ts';
import type { IndexName } from './table-shape.ts';
import { tableShape } from './table-shape.ts';

export interface MergeQuery {
  parts: string[];
  index: IndexName;
  /** Only items whose sort key is lower. */
  below: string;
  from?: string | undefined;
  limit: number;
  filter?: AnyCondition | undefined;
  /** Queries that may be spent; counted down. A filter that lets little through ends at it, not at the end of time. */
  budget: { left: number };
}

interface Source {
  part: string;
  items: Row[];
  /** Whatever is still to be read lies below; undefined at the end of the partition. */
  below: string | undefined;
}

type Row = Record<string, unknown>;

/** Items of several partitions of an index, newest first. `below` continues; it is absent when all have been read. */
export async function mergeNewest(query: MergeQuery): Promise<{ items: Row[]; below?: string }> {
  const { sort } = tableShape.indexes[query.index];
  const position = (row: Row) => row[sort] as string;
  const sources: Source[] = query.parts.map((part) => ({ part, items: [], below: query.below }));
  const items: Row[] = [];
  for (;;) {
    const empty = sources.filter((source) => source.items.length === 0 && source.below !== undefined);
    if (empty.length > 0) {
      if (query.budget.left <= 0) return { items, below: rest(sources, position) };
      query.budget.left -= empty.length;
      await Promise.all(empty.map((source) => refill(source, query, position)));
      continue;
    }
    const full = sources.filter((source) => source.items.length > 0);
    if (full.length === 0) return { items };
    const newest = full.reduce((a, b) => (position(a.items[0] as Row) >= position(b.items[0] as Row) ? a : b));
    items.push(newest.items.shift() as Row);
    if (items.length === query.limit) return { items, below: position(items.at(-1) as Row) };
  }
}

async function refill(source: Source, query: MergeQuery, position: (row: Row) => string): Promise<void> {
  const below = source.below as string;
  const page = await queryItems<Row>({
    pk: source.part,
    index: query.index,
    newestFirst: true,
    // One more, since the bounds of a query are inclusive and `below` is not.
    limit: portion(query) + 1,
    from: query.from ?? '0',
    to: below,
    ...(query.filter && { filter: query.filter }),
  });
  source.items = page.items.filter((row) => position(row) < below);
  source.below = page.next && fromCursor(page.next);
}

/** Rows read of one partition at a time: of many, a small part of the page lies in each. A filter lets an unknown part through. */
function portion({ limit, filter, parts }: MergeQuery): number {
  return filter ? limit : Math.min(limit, Math.max(10, Math.ceil((2 * limit) / parts.length)));
}

/** The lowest position above everything that has not been given out. */
function rest(sources: Source[], position: (row: Row) => string): string {
  const bounds = sources.flatMap(({ items: [head], below }) => (head ? [`${position(head)} `] : (below ?? [])));
  return bounds.sort().at(-1) ?? '0';
}
