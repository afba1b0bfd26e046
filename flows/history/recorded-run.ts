import type { Json } from '#flows/language/json.ts';
import type { Failure } from '#flows/text/failure.ts';
import type { RecordedLoop } from './large-loops.ts';

/** What is kept of one action of a run: its effect record. Times are ISO 8601. */
export interface RecordedEffect {
  path: string;
  status: 'claimed' | 'succeeded' | 'failed';
  startedAt: string;
  endedAt?: string;
  /** The current try is the last; `attempt` is the call of the state machine that it was part of, absent in old records. */
  tries: { startedAt: string; endedAt?: string; error?: Failure; attempt?: number }[];
  /** Null while the call is under way. */
  input: Json;
  /** What went on to the steps that follow. */
  output?: Json;
  /** What `output` is a part of, when that was too large to go on: its size, and the beginning of its JSON text. */
  whole?: { bytes: number; beginning: string };
  error?: Failure;
  /** Id of the run that an awaited call waits for. */
  child?: string;
}

/** What is kept of a run, from which everything else about it is recomputed. */
export interface RecordedRun {
  /** What the execution was started with (ExecutionInput of compiler/task-payload.ts). */
  input: Json;
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'stopped' | 'timedOut';
  /** ISO 8601. */
  startedAt: string;
  endedAt?: string;
  error?: Failure & { step?: string };
  effects: readonly RecordedEffect[];
  /** What is looked up when it is needed; without it `effects` are all there is. */
  records?: RunRecords;
}

/** Records of a run with distributed loops, which are too many to be read at once. */
export interface RunRecords {
  effect(path: string): Promise<RecordedEffect | undefined>;
  loop(path: string): Promise<RecordedLoop | undefined>;
  /** Items of a loop by their numbers. */
  items(loop: RecordedLoop, indices: readonly number[]): Promise<(Json | undefined)[]>;
}
