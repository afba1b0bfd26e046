import type { Json, JsonObject } from '#flows/language/json.ts';
import type { ObjectPlace } from './objects.ts';

/** The interpreter's bookkeeping of one execution: plain JSON. */
export interface Inner {
  root: Thread;
  /** `Execution` and `StateMachine` of the context object. */
  context: { Execution: JsonObject; StateMachine: JsonObject };
  /** The last numbers given out. */
  tasks: number;
  timers: number;
  events: number;
  /** Units of work that its expressions have used, other than plain ones. */
  work?: number;
  /** Timer of the whole execution's timeout. */
  deadline?: number;
}

/** One line of control: the machine itself, a branch of a Parallel or an iteration of a Map. */
export interface Thread {
  /** The current state. */
  state: string;
  input: Json;
  /** Milliseconds since 1970. */
  enteredAt: number;
  /** Number of the history event by which the current state was entered, and of the one before it. */
  entered: number;
  before: number;
  /** Number of this thread's last history event. */
  last: number;
  /** Variables assigned in this scope. */
  variables: Record<string, Json>;
  /** Bytes of their JSON texts; absent when there are none. */
  variableSizes?: Record<string, number>;
  /** History events of an iteration that is an execution of its own. */
  events?: number;
  /** Tries so far, per retrier of the current state. */
  retries?: number[];
  pending?: Pending;
}

/** What a thread waits for. */
export type Pending =
  | { kind: 'timer'; timer: number }
  | { kind: 'retry'; timer: number }
  | PendingTask
  | PendingParallel
  | PendingMap;

export interface PendingTask {
  kind: 'task';
  task: number;
  timeout?: number;
  heartbeat?: { timer: number; seconds: number };
}

export interface PendingParallel {
  kind: 'parallel';
  /** Null where a branch has ended. */
  branches: (Thread | null)[];
  results: Json[];
}

/** The object that the items of a Map are in, and how many there are. */
export interface ItemSource extends ObjectPlace {
  type: 'JSON' | 'JSONL';
  pointer?: string;
  count: number;
}

/** Results of a Map that go into files: what is written, and JSON texts that are not yet. */
export interface WrittenResults {
  bucket: string;
  folder: string;
  files: Record<'SUCCEEDED' | 'FAILED', { Key: string; Size: number }[]>;
  lines: Record<'SUCCEEDED' | 'FAILED', string[]>;
}

export interface PendingMap {
  kind: 'map';
  /** Empty when they are read from a `source` as they are needed. */
  items: Json[];
  source?: ItemSource;
  written?: WrittenResults;
  /** The items are the members of an object, as `{ Key, Value }`. */
  keyed?: true;
  concurrency: number;
  /** Index of the item that starts next. */
  next: number;
  /** `input` is kept for the children of a distributed Map, who see it in their context object. */
  running: { index: number; thread: Thread; input?: Json; startedAt?: number }[];
  results: Json[];
  /** Indices of failed items, whose results are left out. */
  failed: number[];
  /** Failed items that are put up with. */
  tolerated: number;
}

/** A thread about to enter a state; `last` is the history event that it follows. */
export function newThread(state: string, input: Json, last: number): Thread {
  return { state, input, enteredAt: 0, entered: 0, before: last, last, variables: {} };
}

/** A copy whose threads may be changed; the data they hold is shared. */
export function copyThread(thread: Thread): Thread {
  const { pending } = thread;
  const copy = { ...thread };
  if (thread.retries) copy.retries = [...thread.retries];
  if (pending?.kind === 'task') copy.pending = { ...pending };
  if (pending?.kind === 'parallel') {
    const branches = pending.branches.map((branch) => branch && copyThread(branch));
    copy.pending = { ...pending, branches, results: [...pending.results] };
  }
  if (pending?.kind === 'map') {
    const running = pending.running.map((item) => ({ ...item, thread: copyThread(item.thread) }));
    const written = pending.written && copyWritten(pending.written);
    const own = { running, results: [...pending.results], failed: [...pending.failed], ...(written && { written }) };
    copy.pending = { ...pending, ...own };
  }
  return copy;
}

function copyWritten({ files, lines, ...place }: WrittenResults): WrittenResults {
  return {
    ...place,
    files: { SUCCEEDED: [...files.SUCCEEDED], FAILED: [...files.FAILED] },
    lines: { SUCCEEDED: [...lines.SUCCEEDED], FAILED: [...lines.FAILED] },
  };
}

/** The threads that a Parallel or Map has under way, with their places there. */
export function childrenOf(pending: Pending | undefined): { slot: number; thread: Thread }[] {
  if (pending?.kind === 'parallel') {
    return pending.branches.flatMap((thread, slot) => (thread ? [{ slot, thread }] : []));
  }
  return pending?.kind === 'map' ? pending.running.map(({ index, thread }) => ({ slot: index, thread })) : [];
}

/** A thread and all those below it. */
export function threadsOf(thread: Thread): Thread[] {
  return [thread, ...childrenOf(thread.pending).flatMap((child) => threadsOf(child.thread))];
}
