import type { Json } from '#flows/language/json.ts';
import { abort, cancelThread } from './cancel.ts';
import type { ExecutionStatus } from './execution.ts';
import { type Cursor, cancelTimer, emit } from './session.ts';

const events = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};

/** Ends the execution and takes back everything it still asks for. */
export function finish(
  root: Cursor,
  status: Exclude<ExecutionStatus, 'RUNNING'>,
  result: { output?: Json; error?: string | undefined; cause?: string | undefined },
): void {
  const { session, thread } = root;
  const { execution } = session;
  const told = {
    ...(result.output !== undefined && { output: result.output }),
    ...(result.error !== undefined && { error: result.error }),
    ...(result.cause !== undefined && { cause: result.cause }),
  };
  if (status === 'ABORTED') abort(root);
  else cancelThread(session, thread);
  cancelTimer(session, execution.inner.deadline);
  delete thread.pending;
  // What comes from outside follows no event.
  const outside = status === 'TIMED_OUT' || status === 'ABORTED';
  emit(root, events[status], told, outside ? { previous: 0 } : {});
  Object.assign(execution, told, { status, endedAt: session.now });
  session.effects.push({ type: 'end', status, ...told });
}
