import type { Awaited } from '#functions/store/awaited-step.ts';
import { effectItemKey } from '#functions/store/effect.ts';
import { getRunItem, isOpen } from '#functions/store/run.ts';
import { getItem } from '#functions/store/table/table.ts';
import type { Finding } from './findings.ts';
import type { Records } from './read-records.ts';
import type { WaitingTask } from './waiting-tasks.ts';

/**
 * Where the table and the executions of a stopped server disagree on who waits: steps whose execution waits for an answer
 * that is not on its way, and wishes for events whose execution does not wait. `under` are ids of events on their way.
 */
export async function tokenFindings(
  records: Records,
  tasks: ReadonlyMap<string, WaitingTask[]>,
  under: ReadonlySet<string>,
  now: number,
): Promise<Finding[]> {
  const found: Finding[] = [];
  const followed = new Set(records.followUps.map(({ run }) => run));
  for (const task of [...tasks.values()].flat()) {
    const { run, step, path, submitted } = task;
    if (!submitted || records.ended.get(run) !== '') continue;
    if (!(await isAnswerable(task, followed, under))) found.push({ kind: 'stepUnanswered', run, step, path });
  }
  // A wish whose step was answered is known to be over, and one whose time has passed harms nobody.
  const claimed = new Set(records.awaited.map(({ run, path }) => `${run} ${path}`));
  for (const { run, step, path, token, until, pk, sk } of records.waits) {
    const live = tasks.get(run);
    if (!live || records.ended.get(run) !== '' || (until !== undefined && until <= now)) continue;
    const heard = !claimed.has(`${run} ${path}`) || live.some((task) => task.token === token);
    if (!heard) found.push({ kind: 'waitUnheard', run, step, key: { pk, sk } });
  }
  return found;
}

async function isAnswerable(
  { run, path, token }: WaitingTask,
  followed: ReadonlySet<string>,
  under: ReadonlySet<string>,
): Promise<boolean> {
  const effect = await getItem<Awaited & { status: string; by?: string }>(effectItemKey(run, path));
  if (!effect) return false;
  // It has been answered, and whoever did so may have died before he told the execution.
  if (effect.status !== 'claimed') return under.has(effect.by ?? '') || followed.has(effect.by ?? '');
  if (effect.wait) return (await getItem<{ token: string }>(effect.wait))?.token === token;
  if (effect.taskToken !== undefined) return effect.taskToken === token;
  if (effect.child === undefined) return false;
  const child = await getRunItem(effect.child);
  return child?.caller?.token === token && (isOpen(child) || followed.has(child.id));
}
