import { effectItemKey } from '#functions/store/effect.ts';
import { getItem } from '#functions/store/table/table.ts';
import type { Finding } from './findings.ts';
import type { Records, WaitItem } from './read-records.ts';
import { settledRuns } from './settled-runs.ts';

/**
 * Wishes for events that nobody has any more, as far as the table tells: the run has ended, or was answered. `under` are
 * ids of events that are on their way.
 */
export async function waitFindings(records: Records, under: ReadonlySet<string>, until: number): Promise<Finding[]> {
  const found: Finding[] = [];
  const over = records.waits.map(({ run }) => run).filter((run) => records.ended.get(run) !== '');
  const settled = await settledRuns(over, until);
  const claimed = new Set(records.awaited.map(({ run, path }) => `${run} ${path}`));
  for (const wait of records.waits) {
    const { run, step, path, pk, sk } = wait;
    const answered = !claimed.has(`${run} ${path}`) && (await isAnswered(wait, under, until));
    const kind = settled.has(run) ? 'waitOfNobody' : answered ? 'waitUnheard' : undefined;
    if (kind && (await getItem({ pk, sk }))) found.push({ kind, run, step, key: { pk, sk } });
  }
  return found;
}

// Whoever writes the answer takes the wish away a moment later, or when the event comes again.
async function isAnswered({ run, path }: WaitItem, under: ReadonlySet<string>, until: number): Promise<boolean> {
  const effect = await getItem<{ status: string; endedAt?: string; by?: string }>(effectItemKey(run, path));
  if (!effect || effect.status === 'claimed' || under.has(effect.by ?? '')) return false;
  return Date.parse(effect.endedAt ?? '') < until;
}
