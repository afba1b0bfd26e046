import { fromItem, type Run, type RunStatus } from './run.ts';
import type { Condition } from './table/expression.ts';
import { listParts } from './table/hours.ts';
import { mergeNewest } from './table/merge-newest.ts';
import { openPartitions } from './table/open-shard.ts';
import { fromCursor, toCursor } from './table/table.ts';

/** What a list shows of a run. */
export type RunRow = Pick<
  Run,
  | 'id'
  | 'flow'
  | 'flowName'
  | 'version'
  | 'status'
  | 'startedAt'
  | 'endedAt'
  | 'event'
  | 'trigger'
  | 'causedBy'
  | 'repeatedBy'
  | 'error'
  | 'handled'
  | 'conditions'
>;

export interface RunQuery {
  flow?: string | undefined;
  status?: RunStatus | undefined;
  /** Only runs in which calls failed and which succeeded all the same; `status` says nothing then. */
  handled?: boolean | undefined;
  /** ISO 8601 bounds of `startedAt`, inclusive. */
  from?: string | undefined;
  to?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

const top = '~';

/** Partitions read for one page. A page may hold fewer runs than asked for and still have a `next`. */
const queriesPerPage = 400;

/** Runs, newest first. Open runs come in the order of their deadlines, page by page newest first. */
export async function listRuns(query: RunQuery): Promise<{ items: RunRow[]; next?: string }> {
  // Of those that succeeded, these alone stay in the index of runs that did not.
  const status = query.handled ? 'succeeded' : query.status;
  const listed = status && (status !== 'succeeded' || query.handled);
  const page = listed ? await byStatus(query, status) : await byTime(query);
  const items = page.items.map((row) => fromItem(row) as RunRow).sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  return page.below === undefined ? { items } : { items, next: toCursor(page.below) };
}

interface Page {
  items: Record<string, unknown>[];
  below?: string;
}

function byStatus({ flow, from, to, limit, cursor }: RunQuery, status: RunStatus): Promise<Page> {
  const filter: Condition<'run'> = {
    ...(flow && { equals: { flow } }),
    ...((from || to) && { between: { startedAt: [from ?? '0', to ?? top] } }),
  };
  return mergeNewest({
    parts: openPartitions(status),
    index: 'open',
    below: cursor ? fromCursor(cursor) : top,
    limit,
    filter: Object.keys(filter).length > 0 ? filter : undefined,
    budget: { left: queriesPerPage },
  });
}

async function byTime({ flow, status, from, to, limit, cursor }: RunQuery): Promise<Page> {
  let below = cursor ? fromCursor(cursor) : to ? `${to}${top}` : top;
  const budget = { left: queriesPerPage };
  const items: Page['items'] = [];
  for await (const parts of listParts(['runs'], flow, { from, to: below })) {
    const filter = status && { equals: { status } };
    const page = await mergeNewest({ parts, index: 'list', below, from, limit: limit - items.length, filter, budget });
    items.push(...page.items);
    if (page.below !== undefined) {
      below = page.below;
      return { items, below };
    }
  }
  return { items };
}
