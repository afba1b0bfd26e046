import type { Machine as Program } from '#flows/engine/definition/machine.ts';
import type { EngineEvent } from '#flows/engine/execution.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { Timer } from '../timers.ts';
import { executionArn, machineArn } from './arn.ts';
import type { ExecutionRow } from './journal.ts';
import type { Machine, Machines } from './machines.ts';
import type { Progress } from './progress.ts';

/** An event on its way to the engine. */
export interface Delivery {
  event: EngineEvent;
  /** What the journal keeps. */
  text: string;
  /** Resolves when it is durable, rejects when nobody waited for it any more. */
  settled?: PromiseWithResolvers<void>;
  /** When it happened, in milliseconds since 1970; absent where that is now. */
  at?: number;
  /** The journal has it already. */
  kept?: boolean;
}

/** An execution that has not ended, held in memory. */
export interface LiveExecution {
  row: ExecutionRow;
  machine: Machine;
  /** Undefined only for one that is given up because its definition cannot be read. */
  program: Program | undefined;
  progress: Progress;
  /** Whether the journal knows of it, or will before anything else about it. */
  recorded: boolean;
  /** Whether the journal may hold a snapshot of it. */
  snapshot: boolean;
  /** Timers that run, by their number in the engine. */
  timers: Map<number, Timer>;
  /** Events not yet handed to the engine. */
  waiting: Delivery[];
  /** Whether the engine is at work on one. */
  advancing: boolean;
  /** Resolves when the start is durable, rejects when it could not be made so. */
  started: PromiseWithResolvers<void>;
  /** Resolved when the end is durable. */
  onEnd: PromiseWithResolvers<ExecutionRow>[];
}

/** The parts of the context object that an execution begins with; the engine adds the input. */
export function startContext(
  row: Pick<ExecutionRow, 'name' | 'revision' | 'started'>,
  machine: Machine,
  machines: Machines,
): { Execution: JsonObject; StateMachine: JsonObject } {
  return {
    Execution: {
      Id: executionArn(machine.name, machine.type, row.name),
      Name: executionName(row.name),
      RoleArn: machines.role(row.revision),
      StartTime: new Date(row.started).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: machineArn(machine.name), Name: machine.name },
  };
}

/** The name that the caller gave, without what makes an EXPRESS execution's key differ from others of that name. */
function executionName(key: string): string {
  const colon = key.indexOf(':');
  return colon < 0 ? key : key.slice(0, colon);
}
