import { countAttempt } from './attempts.ts';

/** Milliseconds over which a rate is taken: short bursts are welcome. */
export const rateWindow = 10_000;

/** Callers that one process counts; those not seen for longest are forgotten first. */
const mostKeys = 10_000;

/** Parts of a window's allowance after which a process tells the others what it let in. */
const reports = 100;

interface Count {
  calls: number;
  full: boolean;
}

/**
 * Returns a function that lets so many calls a second of each key in, all processes taken together, and answers the
 * milliseconds to wait for one that is too many. A process counts in memory and shares its count with the others after
 * every hundredth of what a window allows: one write then, none for whoever calls less. Processes may so let in a
 * hundredth each beyond the limit. `of` tells apart what is limited; `rate` is in calls a second.
 */
export function rateLimit(of: string, rate: () => number, now: () => number = Date.now) {
  const counts = new Map<string, Count>();
  let windowNumber = 0;

  const countOf = (key: string, at: number): Count => {
    const number = Math.floor(at / rateWindow);
    if (number !== windowNumber) {
      windowNumber = number;
      counts.clear();
    }
    const count = counts.get(key) ?? { calls: 0, full: false };
    // Last in the map is the one seen last.
    counts.delete(key);
    counts.set(key, count);
    if (counts.size > mostKeys) counts.delete(counts.keys().next().value as string);
    return count;
  };

  return async (key: string): Promise<number | undefined> => {
    const at = now();
    const most = Math.max(1, rate() * (rateWindow / 1000));
    const share = Math.ceil(most / reports);
    const count = countOf(key, at);
    if (count.full || count.calls >= most) return rateWindow - (at % rateWindow);
    count.calls++;
    if (count.calls % share === 0) count.full = await reported(`${of} ${key}`, most, at, share);
    return undefined;
  };
}

/** Whether the processes together have let in all that the window allows. */
async function reported(of: string, most: number, at: number, times: number): Promise<boolean> {
  try {
    return (await countAttempt(of, most, at, { times, window: rateWindow })) !== undefined;
  } catch {
    // Who cannot count must not turn anybody away: what comes next tells whether the store is there.
    return false;
  }
}
