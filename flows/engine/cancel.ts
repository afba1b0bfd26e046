import { type Cursor, cancelTimer, emit, type Session, stateOf } from './session.ts';
import { childrenOf, type Thread } from './thread.ts';

/** Ends the branches or iterations that a Parallel or Map has under way. */
export function cancelChildren(cursor: Cursor): void {
  const { session, thread } = cursor;
  const state = stateOf(cursor);
  if (state.type !== 'Map' && state.type !== 'Parallel') return;
  for (const { slot, thread: child } of childrenOf(thread.pending)) {
    const block = state.type === 'Map' ? state.processor : state.branches[slot]!;
    const inner: Cursor = { session, thread: child, block, owner: { cursor, state, slot } };
    abort(inner);
    if (state.type === 'Map') emit(inner, 'MapIterationAborted', { name: state.name, index: slot });
  }
}

/** Ends what a thread is in the middle of, from the inside out. */
export function abort(cursor: Cursor): void {
  const { session, thread } = cursor;
  cancelChildren(cursor);
  if (thread.pending) emit(cursor, `${stateOf(cursor).type}StateAborted`);
  release(session, thread);
}

/** Takes back what a thread and those below it have asked for. */
export function cancelThread(session: Session, thread: Thread): void {
  release(session, thread);
  for (const child of childrenOf(thread.pending)) cancelThread(session, child.thread);
}

function release(session: Session, thread: Thread): void {
  session.cancelled.add(thread);
  const { pending } = thread;
  if (pending?.kind === 'timer' || pending?.kind === 'retry') cancelTimer(session, pending.timer);
  if (pending?.kind !== 'task') return;
  session.effects.push({ type: 'cancelTask', task: pending.task });
  cancelTimer(session, pending.timeout);
  cancelTimer(session, pending.heartbeat?.timer);
}
