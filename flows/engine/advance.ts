import { type ExpressionHost, inPlace } from '#flows/expression/host.ts';
import type { Machine, TaskState } from './definition/machine.ts';
import type { EngineEvent, Execution, Transition } from './execution.ts';
import { finish } from './finish.ts';
import type { Objects } from './objects.ts';
import { proceedAll, resolve, retry } from './proceed.ts';
import { type Cursor, emit, maxEvents, type Session, setTimer, stateOf, type Watch } from './session.ts';
import { taskFailed, taskHeartbeat, taskSubmitted, taskSucceeded, taskTimedOut } from './states/task.ts';
import { childrenOf, copyThread, newThread, type Thread } from './thread.ts';

/** Units of work that the expressions of one execution may use together, ten times what one may. */
const maxWorkOfExecution = 8_000_000;

/**
 * What one event does to an execution: its new state, what is to be done outside, and the history events if wanted.
 * The execution given is not changed. The same arguments give the same transition. `execution` is undefined for the
 * event `start` only. `now` is in milliseconds. An event for something that is over changes nothing. Expressions are
 * evaluated on the `host`.
 */
export async function advance(
  machine: Machine,
  execution: Execution | undefined,
  event: EngineEvent,
  now: number,
  random: () => number,
  {
    history = false,
    watch,
    objects,
    host = inPlace,
  }: { history?: boolean; watch?: Watch; objects?: Objects; host?: ExpressionHost } = {},
): Promise<Transition> {
  if (event.type !== 'start') {
    if (!execution) throw new Error(`An execution must start before '${event.type}'.`);
    if (execution.status !== 'RUNNING') return { execution, effects: [], history: [] };
  }
  const copy = event.type === 'start' ? newExecution(machine, event, now) : copyExecution(execution!);
  const session: Session = {
    execution: copy,
    now,
    random,
    host,
    allowance: { spent: copy.inner.work ?? 0, most: maxWorkOfExecution },
    effects: [],
    history: history ? [] : undefined,
    watch,
    objects,
    ready: [],
    maxEvents: machine.type === 'EXPRESS' ? Number.POSITIVE_INFINITY : maxEvents,
    full: false,
    cancelled: new Set(),
  };
  const root: Cursor = { session, thread: session.execution.inner.root, block: machine, owner: undefined };
  await apply(root, machine, event);
  await proceedAll(root);
  if (session.allowance.spent > 0) session.execution.inner.work = session.allowance.spent;
  return { execution: session.execution, effects: session.effects, history: session.history ?? [] };
}

function newExecution(machine: Machine, event: EngineEvent & { type: 'start' }, now: number): Execution {
  const { StateMachine, Execution: described } = event.context;
  const context = { StateMachine, Execution: { ...described, Input: event.input } };
  const root = newThread(machine.startAt, event.input, 0);
  return { status: 'RUNNING', startedAt: now, inner: { root, context, tasks: 0, timers: 0, events: 0 } };
}

function copyExecution(execution: Execution): Execution {
  return { ...execution, inner: { ...execution.inner, root: copyThread(execution.inner.root) } };
}

async function apply(root: Cursor, machine: Machine, event: EngineEvent): Promise<void> {
  const { session } = root;
  switch (event.type) {
    case 'start':
      emit(root, 'ExecutionStarted', { input: event.input }, { aside: true });
      if (machine.timeout !== undefined) {
        session.execution.inner.deadline = setTimer(session, session.now + machine.timeout * 1000);
      }
      session.ready.push(root);
      return;
    case 'stop': {
      const { error, cause } = event;
      return finish(root, 'ABORTED', { error, cause });
    }
    case 'timerFired':
      return timerFired(root, event.timer);
    default:
      return taskEvent(root, event);
  }
}

async function timerFired(root: Cursor, timer: number): Promise<void> {
  const { session } = root;
  if (timer === session.execution.inner.deadline) {
    delete session.execution.inner.deadline;
    return finish(root, 'TIMED_OUT', { error: 'States.Timeout' });
  }
  const cursor = find(root, ({ pending }) =>
    pending?.kind === 'task'
      ? pending.timeout === timer || pending.heartbeat?.timer === timer
      : (pending?.kind === 'timer' || pending?.kind === 'retry') && pending.timer === timer,
  );
  if (!cursor) return;
  const state = stateOf(cursor);
  const kind = cursor.thread.pending!.kind;
  const moved =
    kind === 'retry'
      ? await retry(cursor)
      : await resolve(cursor, () => {
          if (kind === 'task') return taskTimedOut(cursor, state as TaskState, timer);
          delete cursor.thread.pending;
          return { leave: (state as TaskState).leave };
        });
  if (moved) session.ready.push(cursor);
}

async function taskEvent(
  root: Cursor,
  event: EngineEvent & { type: 'taskSucceeded' | 'taskFailed' | 'taskSubmitted' | 'taskHeartbeat' },
): Promise<void> {
  const cursor = find(root, ({ pending }) => pending?.kind === 'task' && pending.task === event.task);
  if (!cursor) return;
  const state = stateOf(cursor) as TaskState;
  if (event.type === 'taskHeartbeat') return taskHeartbeat(root.session, cursor.thread);
  if (event.type === 'taskSubmitted') return taskSubmitted(cursor, state, event.output);
  const moved = await resolve(cursor, () =>
    event.type === 'taskSucceeded'
      ? taskSucceeded(cursor, state, event.output)
      : taskFailed(cursor, state, event.error, event.cause),
  );
  if (moved) root.session.ready.push(cursor);
}

/** The thread that waits for something, with its place in the machine. */
function find(cursor: Cursor, waits: (thread: Thread) => boolean): Cursor | undefined {
  if (waits(cursor.thread)) return cursor;
  const { pending } = cursor.thread;
  const children = childrenOf(pending);
  if (children.length === 0) return undefined;
  const state = stateOf(cursor);
  if (state.type !== 'Map' && state.type !== 'Parallel') return undefined;
  for (const { slot, thread } of children) {
    const block = state.type === 'Map' ? state.processor : state.branches[slot]!;
    const found = find({ session: cursor.session, thread, block, owner: { cursor, state, slot } }, waits);
    if (found) return found;
  }
  return undefined;
}
