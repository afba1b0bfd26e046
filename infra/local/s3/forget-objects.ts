import type { Clock } from '../clock.ts';
import type { ObjectFiles } from './object-files.ts';

/** Objects whose keys begin with `prefix` are forgotten so many days after they were written. */
export interface ForgetRule {
  prefix: string;
  days: number;
}

const day = 86_400_000;
/** Milliseconds after the start: nobody waits for it. */
const firstLook = 600_000;

/**
 * Deletes what the rules forget, soon and then every day, as a bucket's lifecycle rules do. Returns the way to stop,
 * which resolves when nothing is being deleted any more.
 */
export function forgetObjects(
  files: ObjectFiles,
  rules: readonly ForgetRule[],
  clock: Clock,
  report: (sentence: string) => void,
): () => Promise<void> {
  let stopped = false;
  let callOff = (): void => {};
  let working = Promise.resolve();
  sleep(clock.now() + firstLook);

  async function turn(): Promise<void> {
    const next = clock.now() + day;
    try {
      for await (const { key, modified } of files.heads()) {
        if (stopped) return;
        const old = rules.some(({ prefix, days }) => key.startsWith(prefix) && modified + days * day <= clock.now());
        if (old) await files.delete(key);
      }
    } catch (error) {
      report(`Old objects could not be deleted; it is tried again in a day: ${(error as Error).message}`);
    }
    sleep(next);
  }

  function sleep(until: number): void {
    if (stopped) return;
    callOff = clock.wakeAt(until, () => {
      if (clock.now() < until) sleep(until);
      else working = turn();
    });
  }

  return async () => {
    stopped = true;
    callOff();
    await working;
  };
}
