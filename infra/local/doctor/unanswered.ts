import { getRun, isOpen } from '#functions/store/run.ts';
import { getItem } from '#functions/store/table/table.ts';
import type { Finding } from './findings.ts';
import type { AwaitedEffect, Records } from './read-records.ts';
import { settledRuns } from './settled-runs.ts';

/** Steps that wait for what will never come, as far as the table tells; `tokenFindings` knows more of a stopped server. */
export async function unansweredFindings(records: Records, until: number): Promise<Finding[]> {
  const found: Finding[] = [];
  const children = records.awaited.flatMap(({ child }) => (child === undefined ? [] : [child]));
  const over = children.filter((run) => records.ended.get(run) !== '');
  const settled = await settledRuns(over, until);
  const wished = new Set(records.waits.map(({ pk, sk }) => `${pk} ${sk}`));
  for (const effect of records.awaited) {
    const { run, step, path, child, wait } = effect;
    if (records.ended.get(run) !== '') continue;
    const comes = child === undefined ? wait && wished.has(`${wait.pk} ${wait.sk}`) : !settled.has(child);
    if (!comes && (await stillWaits(effect))) found.push({ kind: 'stepUnanswered', run, step, path });
  }
  return found;
}

// A wish is taken away, and the end of a called run is followed up, only after the answer has been written.
async function stillWaits({ pk, sk, run, wait }: AwaitedEffect): Promise<boolean> {
  if (wait && (await getItem(wait))) return false;
  const effect = await getItem<{ status: string }>({ pk, sk });
  if (effect?.status !== 'claimed') return false;
  const now = await getRun(run);
  return now !== undefined && isOpen(now);
}
