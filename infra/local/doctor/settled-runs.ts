import { dueFollowUps } from '#functions/store/follow-up.ts';
import { getRuns, isOpen } from '#functions/store/run.ts';

/**
 * Those of the runs that ended before `until` (milliseconds since 1970), or are gone, and on whose end nothing hangs any
 * more. Whatever is seen of them after this will stay as it is.
 */
export async function settledRuns(ids: readonly string[], until: number): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const settled = new Set(ids);
  for (const run of await getRuns([...settled])) {
    if (isOpen(run) || Date.parse(run.endedAt ?? '') >= until) settled.delete(run.id);
  }
  for (const run of await dueFollowUps('9999')) settled.delete(run);
  return settled;
}
