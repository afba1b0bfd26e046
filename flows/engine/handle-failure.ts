import type { Catcher, Retrier } from './definition/machine.ts';
import type { Thread } from './thread.ts';

/** How a state failed, as Retry and Catch judge it. */
export interface Failure {
  error: string | undefined;
  cause: string | undefined;
  /** Another name of the error. */
  alias?: string | undefined;
}

/** Errors that end an execution; a wildcard does not match them. */
const terminal = new Set<string | undefined>(['States.Runtime', 'States.DataLimitExceeded']);

/** The first catcher that names the error. */
export function catcherFor(catchers: Catcher[], failure: Failure): Catcher | undefined {
  return catchers.find((catcher) => names(catcher.errors, failure));
}

/** Index of the first retrier that names the error, which decides alone; -1 when there is none. */
export function retrierFor(retriers: Retrier[], failure: Failure): number {
  return retriers.findIndex((retrier) => names(retrier.errors, failure));
}

/**
 * Milliseconds until the next try, undefined when there is none. Counts the try.
 */
export function retryDelay(
  retriers: Retrier[],
  thread: Thread,
  failure: Failure,
  random: () => number,
): number | undefined {
  const index = retrierFor(retriers, failure);
  const retrier = retriers[index];
  if (!retrier) return undefined;
  const retries = thread.retries ?? retriers.map(() => 0);
  const tries = retries[index]!;
  if (tries >= retrier.maxAttempts) return undefined;
  retries[index] = tries + 1;
  thread.retries = retries;
  const grown = retrier.interval * retrier.backoffRate ** tries;
  const seconds = Math.min(grown, retrier.maxDelay ?? Number.POSITIVE_INFINITY, 31_622_400);
  return Math.round(seconds * 1000 * (retrier.jitter ? random() : 1));
}

function names(errors: string[], { error, alias }: Failure): boolean {
  return errors.some((name) => {
    if (name === 'States.ALL') return !terminal.has(error);
    if (name === 'States.TaskFailed') return !terminal.has(error) && error !== 'States.Timeout';
    return name === error || name === alias;
  });
}
