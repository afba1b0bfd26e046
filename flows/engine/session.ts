import type { Allowance, ExpressionHost } from '#flows/expression/host.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Block, Leave, MapState, ParallelState, State } from './definition/machine.ts';
import type { EngineEffect, Execution, HistoryEvent } from './execution.ts';
import type { Objects } from './objects.ts';
import type { StateFailure } from './state-failure.ts';
import type { Thread } from './thread.ts';

/** One call of `advance`: the copy of the execution that it changes, and what it gathers. */
export interface Session {
  execution: Execution;
  now: number;
  random: () => number;
  host: ExpressionHost;
  /** What the expressions of the execution may use, from its start to its end. */
  allowance: Allowance;
  effects: EngineEffect[];
  history: HistoryEvent[] | undefined;
  watch: Watch | undefined;
  /** Where distributed Maps read items and write results; undefined where there is no such place. */
  objects: Objects | undefined;
  /** The context object of a state that is tested by itself; else it is made of the execution. */
  context?: JsonObject;
  /** Threads that can go on. */
  ready: Cursor[];
  /** History events the execution may have, its end among them. */
  maxEvents: number;
  /** The history has no room but for the event that ends the execution. */
  full: boolean;
  /** Threads that a sibling's failure has ended. */
  cancelled: Set<Thread>;
}

/** Told of everything that happens: history events, also those of distributed Maps, and what history leaves out. */
export type Watch = (cursor: Cursor, type: string, details: JsonObject) => void;

/** A thread with its place in the machine. */
export interface Cursor {
  session: Session;
  thread: Thread;
  block: Block;
  owner: Owner | undefined;
}

/** The Parallel or Map that a thread belongs to, and its place there. */
interface Owner {
  cursor: Cursor;
  state: ParallelState | MapState;
  /** Number of the branch or of the item. */
  slot: number;
}

/** What a state does next; a failure is thrown as StateFailure. */
export type Outcome =
  | 'wait'
  | { leave: Leave; result?: Json; failure?: undefined }
  /** A Fail state: its failure is not the state's to catch. */
  | { end: StateFailure };

/** History events a STANDARD execution may have (Step Functions' quota); a loop without end stops here. */
export const maxEvents = 25_000;

/** The state a thread is in. */
export function stateOf(cursor: Cursor): State {
  return cursor.block.states[cursor.thread.state]!;
}

/** The iteration of a distributed Map that a thread runs in: its own execution in AWS, with a history of its own. */
export function childOf(cursor: Cursor): Thread | undefined {
  for (let at = cursor; at.owner; at = at.owner.cursor) {
    if (at.owner.state.type === 'Map' && at.owner.state.distributed) return at.thread;
  }
  return undefined;
}

/**
 * Writes a history event and returns its number. A side event (`aside`) is not what the thread's next event follows;
 * `previous` is given where that is not the thread's last event.
 */
export function emit(
  cursor: Cursor,
  type: string,
  details: JsonObject = {},
  { aside = false, previous = cursor.thread.last }: { aside?: boolean; previous?: number } = {},
): number {
  const { session, thread } = cursor;
  session.watch?.(cursor, type, details);
  const child = childOf(cursor);
  if (child) {
    child.events = (child.events ?? 0) + 1;
    return 0;
  }
  if (session.execution.inner.events >= session.maxEvents - 1 && !type.startsWith('Execution')) {
    session.full = true;
    return thread.last;
  }
  const id = ++session.execution.inner.events;
  session.history?.push({ id, previousEventId: previous, type, timestamp: session.now, details });
  if (!aside) thread.last = id;
  return id;
}

/** Asks for a timer; returns its number. */
export function setTimer(session: Session, at: number): number {
  const timer = ++session.execution.inner.timers;
  session.effects.push({ type: 'setTimer', timer, at });
  return timer;
}

export function cancelTimer(session: Session, timer: number | undefined): void {
  if (timer !== undefined) session.effects.push({ type: 'cancelTimer', timer });
}
