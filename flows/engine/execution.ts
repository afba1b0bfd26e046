import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Inner } from './thread.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** One running or ended execution: plain JSON, so that it can be kept, copied and compared. */
export interface Execution {
  status: ExecutionStatus;
  output?: Json;
  error?: string;
  cause?: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  endedAt?: number;
  /** The interpreter's own bookkeeping; nobody else looks into it. */
  inner: Inner;
}

/** Something that happened outside, told to the engine. Numbers refer to effects it asked for. */
export type EngineEvent =
  | { type: 'start'; input: Json; context: { Execution: JsonObject; StateMachine: JsonObject } }
  | { type: 'taskSucceeded'; task: number; output: Json }
  | { type: 'taskFailed'; task: number; error: string; cause?: string }
  /** The call of a `.waitForTaskToken` task has been answered; whoever holds the token ends the task. */
  | { type: 'taskSubmitted'; task: number; output: Json }
  | { type: 'taskHeartbeat'; task: number }
  | { type: 'timerFired'; timer: number }
  | { type: 'stop'; error?: string; cause?: string };

/** Something the engine wants done outside, after its transition is durable. */
export type EngineEffect =
  | {
      type: 'invoke';
      task: number;
      state: string;
      resource: string;
      arguments: Json;
      /** Milliseconds since 1970 at which the engine will take the task for timed out. */
      timeoutAt?: number;
      /** Milliseconds after which the engine will miss a sign of life. */
      heartbeat?: number;
      /** Set for `.waitForTaskToken`: the task ends when someone answers with this token. */
      token?: string;
      /** Evaluated `Credentials`. */
      credentials?: Json;
    }
  | { type: 'cancelTask'; task: number }
  | { type: 'setTimer'; timer: number; at: number }
  | { type: 'cancelTimer'; timer: number }
  | { type: 'end'; status: Exclude<ExecutionStatus, 'RUNNING'>; output?: Json; error?: string; cause?: string };

/** One event of an execution's history in the shape of GetExecutionHistory, without its details' wrapper names. */
export interface HistoryEvent {
  id: number;
  previousEventId: number;
  type: string;
  timestamp: number;
  /** State name for StateEntered/StateExited, else what the type tells. */
  details: JsonObject;
}

/** What one event did. */
export interface Transition {
  execution: Execution;
  effects: EngineEffect[];
  history: HistoryEvent[];
}
