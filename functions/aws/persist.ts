import { passingFailure } from './passing-failure.ts';

/** Tries of one call, the SDK's own apart, and milliseconds before the second; each pause is up to twice the one before. */
const tries = 8;
const firstPause = 25;
const longestPause = 1000;

/** How long to go on: for some tries, or until a moment (milliseconds since 1970) and then with one try more. */
export interface Persistence {
  tries?: number;
  until?: number;
  /** Which failures are worth another try; those that pass unless told. */
  isPassing?: (error: unknown) => boolean;
}

/**
 * Makes a call of AWS again while its failure is one that passes. `call` is told whether an earlier try may have had its
 * effect. Throws the last failure.
 */
export async function persist<T>(call: (unsure: boolean) => Promise<T>, how: Persistence = {}): Promise<T> {
  const { until, isPassing = (error) => passingFailure(error) !== undefined } = how;
  const most = until === undefined ? (how.tries ?? tries) : Number.POSITIVE_INFINITY;
  let unsure = false;
  for (let attempt = 1; ; attempt++) {
    try {
      return await call(unsure);
    } catch (error) {
      if (attempt >= most || (until !== undefined && Date.now() >= until) || !isPassing(error)) throw error;
      unsure ||= passingFailure(error) !== 'refused';
      await pauseBefore(attempt);
    }
  }
}

/** Waits for some of the time that grows with each try, so that those who were refused together do not come together. */
export function pauseBefore(attempt: number): Promise<void> {
  const most = Math.min(firstPause * 2 ** (attempt - 1), longestPause);
  return new Promise((resolve) => setTimeout(resolve, most * (0.5 + Math.random() / 2)));
}
