/** Time as the embedded services see it; tests hand in one that they move themselves. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `wake` once, at `at` or earlier: whoever is woken looks at `now` again. Returns the way to call it off. */
  wakeAt(at: number, wake: () => void): () => void;
}

/** setTimeout takes 31 bits at most, and an hour keeps up with a machine that slept or whose clock was set. */
const longestSleep = 3_600_000;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wakeAt(at, wake) {
    const timeout = setTimeout(wake, Math.min(Math.max(at - Date.now(), 0), longestSleep));
    return () => clearTimeout(timeout);
  },
};
