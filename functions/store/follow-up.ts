import { partition } from './table/keys.ts';
import { deleteItem, queryAll, type Write } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

/** Something hangs on the end of a run, and whoever wrote that end may die before it is done. */
interface FollowUp {
  /** ISO 8601. */
  at: string;
}

/** The write that leaves what follows the end of a run to be done, for the transaction that ends it. */
export function putFollowUp(run: string, at: string): Write {
  return { put: { ...followUpKey(run), at } };
}

/** It is done. */
export function removeFollowUp(run: string): Promise<void> {
  return deleteItem(followUpKey(run));
}

/** Ids of runs that ended before `until` (ISO 8601) and whose follow-up is still to be done. */
export async function dueFollowUps(until: string): Promise<string[]> {
  const items = await queryAll<FollowUp>({ pk: partition('follow-ups'), consistent: true });
  return items.filter(({ at }) => at < until).map(({ sk }) => sk);
}

function followUpKey(run: string): Key {
  return { pk: partition('follow-ups'), sk: run };
}
