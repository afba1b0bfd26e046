import type { EngineEvent } from '#flows/engine/execution.ts';
import { Journal } from '../stepfunctions/journal.ts';
import type { Store } from '../storage/store.ts';
import { waitingTasks } from './waiting-tasks.ts';

/**
 * Lets a step that waits in vain ask once more at the next start, as its definition does after `Millrace.Again`: it gets
 * the answer that is there, or what it waits for is made anew. False when its execution does not wait.
 */
export async function askAgain(run: string, path: string, store: Store, now: number): Promise<boolean> {
  const tasks = (await waitingTasks(store, run)).get(run);
  const task = tasks?.find((each) => each.path === path);
  if (!task) return false;
  const event: EngineEvent = {
    type: 'taskFailed',
    task: task.task,
    error: 'Millrace.Again',
    cause: 'Nothing was left that would have answered.',
  };
  new Journal(store.database).append(task.execution, now, JSON.stringify(event));
  return true;
}
