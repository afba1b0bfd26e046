import { tooMuchData } from '#flows/engine/data-limit.ts';
import { scopeOf } from '#flows/engine/scope.ts';
import { type Cursor, emit, type Outcome } from '#flows/engine/session.ts';
import { evaluateTemplate } from '#flows/engine/template.ts';
import { newThread, type PendingParallel } from '#flows/engine/thread.ts';
import type { Json } from '#flows/language/json.ts';
import { dataLimit, fitsInBytes } from '#flows/language/json-size.ts';
import type { ParallelState } from '../definition/machine.ts';

/** Parallel starts all its branches with the same input. */
export async function enterParallel(cursor: Cursor, state: ParallelState): Promise<Outcome> {
  const { session, thread } = cursor;
  const input = state.arguments ? await evaluateTemplate(state.arguments, scopeOf(cursor)) : thread.input;
  if (!fitsInBytes(input, dataLimit)) throw tooMuchData(state.name);
  emit(cursor, 'ParallelStateStarted');
  const branches = state.branches.map((block) => newThread(block.startAt, input, thread.last));
  thread.pending = { kind: 'parallel', branches, results: branches.map(() => null) };
  for (const [slot, branch] of branches.entries()) {
    session.ready.push({ session, thread: branch, block: state.branches[slot]!, owner: { cursor, state, slot } });
  }
  return 'wait';
}

/** A branch has ended; the state ends with the last of them, its result in the order of the branches. */
export function branchSucceeded(cursor: Cursor, state: ParallelState, branch: Cursor, output: Json): Outcome {
  const { thread } = cursor;
  const pending = thread.pending as PendingParallel;
  const slot = branch.owner!.slot;
  pending.branches[slot] = null;
  pending.results[slot] = output;
  thread.last = branch.thread.last;
  if (pending.branches.some((other) => other !== null)) return 'wait';
  emit(cursor, 'ParallelStateSucceeded', {}, { aside: true });
  delete thread.pending;
  return { leave: state.leave, result: pending.results };
}
