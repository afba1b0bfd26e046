/**
 * Returns a function that does the work of each caller in a lane of its own: so many pieces at once, the others in turn.
 * Who sends a hundred requests at once thereby waits behind their own, and nobody else does.
 */
export function lanes(atOnce: number): <T>(caller: string, work: () => Promise<T>) => Promise<T> {
  const all = new Map<string, { running: number; waiting: (() => void)[] }>();
  return async (caller, work) => {
    const lane = all.get(caller) ?? { running: 0, waiting: [] };
    all.set(caller, lane);
    if (lane.running >= atOnce) await new Promise<void>((resolve) => lane.waiting.push(resolve));
    else lane.running++;
    try {
      return await work();
    } finally {
      const next = lane.waiting.shift();
      if (next) next();
      else if (--lane.running === 0) all.delete(caller);
    }
  };
}
