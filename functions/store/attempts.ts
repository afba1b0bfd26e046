import { ConditionFailed } from './table/condition-failed.ts';
import { partition } from './table/keys.ts';
import { getItem, updateItem } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

/** Milliseconds in which attempts are counted together unless told otherwise. */
const quarter = 15 * 60_000;

/** What is counted: `times` attempts at once, in windows of so many milliseconds. */
export interface Counting {
  times?: number;
  window?: number;
}

/** Counts attempts; answers the milliseconds to wait when `most` or more were made in this window already. */
export async function countAttempt(
  of: string,
  most: number,
  now: number,
  { times = 1, window = quarter }: Counting = {},
): Promise<number | undefined> {
  const ends = endOfWindow(now, window);
  try {
    await updateItem(
      attemptsKey(of, ends),
      { add: { attempts: times }, set: { expiresAt: Math.ceil(ends / 1000) } },
      { lessThan: { attempts: most }, or: { exists: false } },
    );
    return undefined;
  } catch (error) {
    if (error instanceof ConditionFailed) return ends - now;
    throw error;
  }
}

/** How many attempts of this quarter of an hour are counted. */
export async function attemptsMade(of: string, now: number): Promise<number> {
  const item = await getItem<{ attempts?: number }>(attemptsKey(of, endOfWindow(now, quarter)));
  return item?.attempts ?? 0;
}

/** Takes an attempt of this quarter of an hour back, because it succeeded. */
export function forgetAttempt(of: string, now: number): Promise<void> {
  const ends = endOfWindow(now, quarter);
  return updateItem(attemptsKey(of, ends), { add: { attempts: -1 }, set: { expiresAt: Math.ceil(ends / 1000) } });
}

function endOfWindow(now: number, window: number): number {
  return (Math.floor(now / window) + 1) * window;
}

function attemptsKey(of: string, ends: number): Key {
  return { pk: partition('attempts', of), sk: String(ends) };
}
