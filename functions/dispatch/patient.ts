import type { Evaluate } from '#flows/expression/host.ts';

/** Milliseconds that a batch waits for the expressions of one of its messages. */
const patience = 300;

/** Evaluates as `evaluate` does, and tells when an evaluation takes longer than others should wait for it. */
export function withLateNotice(evaluate: Evaluate, late: () => void): Evaluate {
  return async (...evaluation) => {
    const timer = setTimeout(late, patience);
    try {
      return await evaluate(...evaluation);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Messages whose work goes on although their batch has gone without them. */
const kept = 10_000;

/**
 * Returns a function that does the work of a message. It resolves undefined when the work is late: the message is to
 * come again, and gets what has become of the work by then.
 */
export function patiently<T>(): (
  message: string,
  begin: (late: () => void) => Promise<T>,
) => Promise<{ done: T } | undefined> {
  const underWay = new Map<string, Promise<T>>();

  return async (message, begin) => {
    const { promise: late, resolve } = Promise.withResolvers<undefined>();
    const before = underWay.get(message);
    const work = before ?? begin(() => resolve(undefined));
    if (before) setTimeout(resolve, patience, undefined);
    const ended = work.then((done) => ({ done }));
    try {
      const outcome = await Promise.race([ended, late]);
      if (outcome) underWay.delete(message);
      else keep(message, work);
      return outcome;
    } catch (error) {
      underWay.delete(message);
      throw error;
    }
  };

  function keep(message: string, work: Promise<T>): void {
    if (underWay.size >= kept) underWay.delete(underWay.keys().next().value!);
    underWay.set(message, work);
    work.catch(() => undefined);
  }
}
