import type { JsonObject } from '#flows/language/json.ts';
import { partition } from './table/keys.ts';
import { deleteItem, getItem, queryAll, type Write } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

/** The wish of one run for an event, kept until the run ends. */
export interface Wait {
  /** `subscriptionKey` of the event. */
  key: string;
  run: string;
  flow: string;
  version: number;
  step: string;
  path: string;
  startedAt: string;
  /** Milliseconds since 1970 after which nobody waits any more. */
  until?: number;
  match?: string;
  bindings?: JsonObject;
  token: string;
  /** Seconds since 1970. */
  expiresAt: number;
}

/** Key of a wait: one for each step of a run that waits for such an event. */
export function waitKey({ key, run, path }: Pick<Wait, 'key' | 'run' | 'path'>): Key {
  return { pk: partition('wait', key), sk: `${run}#${path}` };
}

/** The write of a wait; the newer one of a step replaces the one before. */
export function putWait({ bindings, ...wait }: Wait): Write {
  return { put: { ...waitKey(wait), ...wait, ...(bindings && { bindings: JSON.stringify(bindings) }) } };
}

type WaitItem = Omit<Wait, 'bindings'> & { bindings?: string };

/** Every wait for such an event. */
export async function waitsFor(key: string): Promise<Wait[]> {
  return (await queryAll<WaitItem>({ pk: partition('wait', key), consistent: true })).map(fromItem);
}

/** The wait as it is now; undefined when nobody waits any more. */
export async function getWait(key: Key): Promise<Wait | undefined> {
  const item = await getItem<WaitItem>(key);
  return item && fromItem(item);
}

function fromItem({ bindings, ...wait }: WaitItem): Wait {
  return { ...wait, ...(bindings && { bindings: JSON.parse(bindings) }) };
}

/** Nobody waits any more. */
export function removeWait(key: Key): Promise<void> {
  return deleteItem(key);
}

/** Keys of events that a published flow ever waited for: for any other nobody needs to look. */
export async function awaitedKeys(): Promise<Set<string>> {
  const items = await queryAll({ pk: partition('awaited'), consistent: true });
  return new Set(items.map(({ sk }) => sk));
}

/** Writes that note such keys, for the transaction that publishes a flow, together with `bumpCatalogue`. */
export function noteAwaited(keys: readonly string[]): Write[] {
  return keys.map((key) => ({ put: { pk: partition('awaited'), sk: key } }));
}
