import { randomInt } from 'node:crypto';
import { partition } from './keys.ts';
import { putItems, queryItems } from './table.ts';
import type { Key } from './table-shape.ts';

/** Lists of what happens often, cut into hours so that no partition grows hot. */
export type ListKind = 'runs' | 'verdicts';

/** One partition of the index `list`. */
interface Part {
  hour: string;
  flow: string;
  shard: string;
}

/** Enough that processes side by side do not fill a partition (1,000 writes a second), few enough to read them all. */
const shards = 8;

const keepSeconds = 62 * 86_400;

/** The hour a moment lies in, `2026-11-20T18`; sorts as the moments do. */
export function hourOf(iso: string): string {
  return iso.slice(0, 13);
}

/** Partition of the index `list`. */
function listPartition(kind: ListKind, { hour, flow, shard }: Part): string {
  return partition(kind, flow, hour, shard);
}

/**
 * Returns a function that gives the list partition for something of a flow that happens at `iso`. Each process writes
 * to one shard and leaves a mark for each partition before its first item, so that readers know where to look.
 */
export function listPlace(kind: ListKind): (flow: string, iso: string) => Promise<string> {
  const shard = String(randomInt(shards));
  const marked = new Map<string, Promise<void>>();
  return async (flow, iso) => {
    const part = { hour: hourOf(iso), flow, shard };
    const name = listPartition(kind, part);
    let marking = marked.get(name);
    if (!marking) {
      if (marked.size > 10_000) marked.clear();
      marking = mark(kind, part, Date.parse(iso));
      marked.set(name, marking);
      marking.catch(() => marked.delete(name));
    }
    await marking;
    return name;
  };
}

/** The partitions of some kinds, newest hour first; of one flow, or of all when none is given. Bounds are inclusive. */
export async function* listParts(
  kinds: readonly ListKind[],
  flow: string | undefined,
  bounds: { from?: string | undefined; to?: string | undefined },
): AsyncGenerator<string[]> {
  const readers = kinds.map((kind) => marks(kind, flow, bounds));
  const heads = await Promise.all(readers.map((reader) => reader.next()));
  for (;;) {
    const hour = heads
      .map((head) => head.value?.hour ?? '')
      .sort()
      .at(-1);
    if (!hour) return;
    const parts: string[] = [];
    for (const [i, reader] of readers.entries()) {
      for (let head = heads[i]; head && !head.done && head.value.hour === hour; head = heads[i]) {
        parts.push(listPartition(kinds[i] as ListKind, head.value));
        heads[i] = await reader.next();
      }
    }
    yield parts;
  }
}

async function* marks(
  kind: ListKind,
  flow: string | undefined,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): AsyncGenerator<Part, undefined> {
  const query = {
    pk: flow === undefined ? partition('hours', kind) : partition('hours', kind, flow),
    newestFirst: true,
    limit: 100,
    from: from ? hourOf(from) : '0',
    to: to ? `${hourOf(to)}~` : '~',
    consistent: true,
  };
  let page = await queryItems<Part>(query);
  for (;;) {
    yield* page.items;
    if (!page.next) return undefined;
    page = await queryItems<Part>({ ...query, cursor: page.next });
  }
}

/** Marks lie twice: for readers of one flow, and for readers of all. */
function mark(kind: ListKind, part: Part, now: number): Promise<void> {
  const { hour, flow, shard } = part;
  const expiresAt = Math.ceil(now / 1000) + keepSeconds;
  const keys: Key[] = [
    { pk: partition('hours', kind, flow), sk: `${hour}#${shard}` },
    { pk: partition('hours', kind), sk: `${hour}#${flow}#${shard}` },
  ];
  return putItems(keys.map((key) => ({ ...key, ...part, expiresAt })));
}
