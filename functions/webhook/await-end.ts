import { setTimeout as sleep } from 'node:timers/promises';
import { getRun, type Run } from '#functions/store/run.ts';

/** The run once its record says that it has ended; undefined when `until`, milliseconds since 1970, comes first. */
export async function awaitEnd(id: string, until: number, now: () => number): Promise<Run | undefined> {
  for (let pause = 20; ; pause = Math.min(pause * 2, 500)) {
    const run = await getRun(id);
    if (run?.endedAt !== undefined) return run;
    const left = until - now();
    if (left <= 0) return undefined;
    await sleep(Math.min(pause, left));
  }
}

/** What `work` gives; undefined when that takes longer. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(late.resolve, milliseconds, undefined);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
