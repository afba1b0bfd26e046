import { ConditionFailed } from './condition-failed.ts';
import { type Key, partition, updateItem } from './table.ts';

/** Milliseconds in which attempts are counted together. */
const window = 15 * 60_000;

/** Counts an attempt; answers the milliseconds to wait when `most` were made in this quarter of an hour already. */
export async function countAttempt(of: string, most: number, now: number): Promise<number | undefined> {
  const ends = endOfWindow(now);
  try {
    await updateItem(
      keyOf(of, now),
      { add: { attempts: 1 }, set: { expiresAt: Math.ceil(ends / 1000) } },
      { lessThan: { attempts: most }, or: { exists: false } },
    );
    return undefined;
  } catch (error) {
    if (error instanceof ConditionFailed) return ends - now;
    throw error;
  }
}

/** Takes an attempt back, because it succeeded. */
export function forgetAttempt(of: string, now: number): Promise<void> {
  return updateItem(keyOf(of, now), { add: { attempts: -1 }, set: { expiresAt: Math.ceil(endOfWindow(now) / 1000) } });
}

function endOfWindow(now: number): number {
  return (Math.floor(now / window) + 1) * window;
}

function keyOf(of: string, now: number): Key {
  return { pk: partition('attempts', of), sk: String(endOfWindow(now)) };
}
