import { type Cursor, cancelTimer, emit, type Session, stateOf } from './session.ts';
import { childrenOf, type Thread } from './thread.ts';

/** Ends the branches or iterations that a Parallel or Map has under way. */
export function cancelChildren(cursor: Cursor): void {
  const { session, thread } = cursor;
  const state = stateOf(cursor);
  for (const { slot, thread: child } of childrenOf(thread.pending)) {
    cancelThread(session, child);
    if (state.type !== 'Map') continue;
    const item: Cursor = { session, thread: child, block: state.processor, owner: { cursor, state, slot } };
    emit(item, 'MapIterationAborted', { name: state.name, index: slot });
  }
}

/** Takes back what a thread and those below it have asked for. */
export function cancelThread(session: Session, thread: Thread): void {
  session.cancelled.add(thread);
  const { pending } = thread;
  if (pending?.kind === 'timer' || pending?.kind === 'retry') cancelTimer(session, pending.timer);
  if (pending?.kind === 'task') {
    session.effects.push({ type: 'cancelTask', task: pending.task });
    cancelTimer(session, pending.timeout);
    cancelTimer(session, pending.heartbeat?.timer);
  }
  for (const child of childrenOf(pending)) cancelThread(session, child.thread);
}
