/** What one route takes: requests a second, and how many at once after a pause. */
export interface Throttle {
  rate: number;
  burst: number;
}

/**
 * Returns a function that takes one request out of a token bucket, as API Gateway does for a route, and answers the
 * milliseconds until there is room again when there is none; undefined when there was.
 */
export function throttle({ rate, burst }: Throttle, now: () => number = Date.now): () => number | undefined {
  let tokens = burst;
  let filledAt = now();
  return () => {
    const at = now();
    tokens = Math.min(burst, tokens + Math.max(0, at - filledAt) * (rate / 1000));
    filledAt = at;
    if (tokens < 1) return ((1 - tokens) * 1000) / rate;
    tokens--;
    return undefined;
  };
}
