import type { Execution } from '#flows/engine/execution.ts';
import { childrenOf, type Thread } from '#flows/engine/thread.ts';

/** The indexes, from the outside in, of the Map iterations that a task under way belongs to. */
export function iterationOf(execution: Execution, task: number): number[] {
  return search(execution.inner.root, task) ?? [];
}

function search({ pending }: Thread, task: number): number[] | undefined {
  if (pending?.kind === 'task') return pending.task === task ? [] : undefined;
  for (const { slot, thread } of childrenOf(pending)) {
    const inner = search(thread, task);
    if (inner) return pending?.kind === 'map' ? [slot, ...inner] : inner;
  }
  return undefined;
}
