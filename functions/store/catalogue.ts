import { partition } from './table/keys.ts';
import { getItem, type Write } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

/**
 * The clock of a workspace's configuration. Whoever changes a hook, subscription, connection or setting raises it in
 * the same transaction; whoever caches such things drops them when it has moved.
 */
export interface Catalogue {
  version: number;
  /** Raised by each stopped run. */
  stops: number;
}

/** The write that makes every cache look again. */
export function bumpCatalogue(): Write {
  return { update: catalogueKey(), change: { add: { version: 1 } } };
}

/** The write that makes every connector wrapper look for stopped runs again. */
export function bumpStops(): Write {
  return { update: catalogueKey(), change: { add: { stops: 1 } } };
}

/** Both counters as they are now. */
export async function readCatalogue(): Promise<Catalogue> {
  const item = await getItem<Partial<Catalogue>>(catalogueKey());
  return { version: item?.version ?? 0, stops: item?.stops ?? 0 };
}

function catalogueKey(): Key {
  return { pk: partition('catalogue'), sk: 'catalogue' };
}
