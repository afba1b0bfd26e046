import { stoppedRuns } from '#functions/store/stopped-runs.ts';

/** Returns a function that tells whether a run was stopped; `stops` is the catalogue's count, which says when to look. */
export function stopWatch(): (run: string, stops: number) => Promise<boolean> {
  let known: { stops: number; runs: Promise<Set<string>> } | undefined;
  return async (run, stops) => {
    if (stops === 0) return false;
    if (known?.stops !== stops) {
      const looked = { stops, runs: stoppedRuns() };
      known = looked;
      looked.runs.catch(() => {
        if (known === looked) known = undefined;
      });
    }
    return (await known.runs).has(run);
  };
}
