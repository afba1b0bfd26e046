/** Guesses that wait for their turn: of one caller, and in all but known browsers. */
const mostOfOne = 5;
const most = 40;

/** Thrown for one that would have to wait too long. */
export class LaneFull extends Error {}

/** Who wants something hashed. `known` goes first. */
export interface Turn {
  of: string;
  known?: boolean;
}

/**
 * Returns a function that does one piece of work at a time: a guess at a password takes a thread of Node's for a fifth of
 * a second, and files and names are looked up by the same four. Callers take turns, however many pieces each of them has.
 * Throws LaneFull.
 */
export function hashingLane(): <T>(turn: Turn, work: () => Promise<T>) => Promise<T> {
  // Two maps of what waits, by caller, the next one first.
  const known = new Map<string, (() => void)[]>();
  const unknown = new Map<string, (() => void)[]>();
  let waiting = 0;
  let busy = false;

  function next(): void {
    const queue = known.size > 0 ? known : unknown;
    const [of, starts] = queue.entries().next().value ?? [];
    const start = starts?.shift();
    if (of === undefined || !starts || !start) {
      busy = false;
      return;
    }
    queue.delete(of);
    // Whoever has more comes again after the others.
    if (starts.length > 0) queue.set(of, starts);
    if (queue === unknown) waiting--;
    start();
  }

  return async (turn, work) => {
    if (busy) {
      const queue = turn.known ? known : unknown;
      const own = queue.get(turn.of) ?? [];
      if (own.length >= mostOfOne || (!turn.known && waiting >= most)) throw new LaneFull();
      if (!turn.known) waiting++;
      await new Promise<void>((resolve) => queue.set(turn.of, [...own, resolve]));
    }
    busy = true;
    try {
      return await work();
    } finally {
      next();
    }
  };
}
