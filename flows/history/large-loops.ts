import { stopError } from '#flows/compiler/text/error-text.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Failure } from '#flows/text/failure.ts';
import type { RecordedEffect } from './recorded-run.ts';

/** What is kept of a distributed loop: its iterations are executions, and tell their own histories. */
export interface RecordedLoop {
  path: string;
  status: 'running' | 'succeeded' | 'failed';
  startedAt: string;
  endedAt?: string;
  /** Its items. */
  count: number;
  /** Iterations that failed and were put up with: how many, and the first of them. */
  failed?: { count: number; first: number[] };
  output?: Json;
  whole?: { bytes: number; beginning: string };
  /** How the iteration that ended the loop did it. */
  ending?: { item?: string; error?: Failure & { step?: string }; stop?: string };
}

/** A machine whose distributed loops are tasks, and the machines of their iterations by the loop's step. */
export interface SplitMachine {
  definition: JsonObject;
  iterations: ReadonlyMap<string, JsonObject>;
}

/** What stands for a distributed loop: it is answered with the loop's record. */
const loopTask = 'arn:aws:states:::millrace:loop';

/** Whether a machine has distributed loops that `lowerLargeLoop` made. */
export function largeLoopIn(definition: JsonObject): boolean {
  return splitLargeLoops(definition).iterations.size > 0;
}

/** Takes the distributed loops that `lowerLargeLoop` made out of a machine, so that neither waits for the other's history. */
export function splitLargeLoops(definition: JsonObject): SplitMachine {
  const iterations = new Map<string, JsonObject>();
  return { definition: { ...definition, States: split(definition.States as JsonObject) }, iterations };

  function split(states: JsonObject): JsonObject {
    return Object.fromEntries(
      Object.entries(states).map(([name, state]) => [name, splitState(name, state as JsonObject)]),
    );
  }

  function splitState(name: string, state: JsonObject): JsonObject {
    const { Branches, ItemProcessor } = state;
    if (Array.isArray(Branches)) {
      const [inside] = Branches as JsonObject[];
      const each = (inside?.States as JsonObject | undefined)?.[`${name}.each`] as JsonObject | undefined;
      if (each?.ItemReader) return { ...state, Branches: [loopBranch(name, inside!.States as JsonObject, each)] };
      return { ...state, Branches: Branches.map((branch) => splitBlock(branch as JsonObject)) };
    }
    return ItemProcessor ? { ...state, ItemProcessor: splitBlock(ItemProcessor as JsonObject) } : state;
  }

  function splitBlock(block: JsonObject): JsonObject {
    return { ...block, States: split(block.States as JsonObject) };
  }

  function loopBranch(step: string, states: JsonObject, each: JsonObject): JsonObject {
    const { ProcessorConfig: _, ...body } = each.ItemProcessor as JsonObject;
    iterations.set(step, { QueryLanguage: 'JSONata', ...splitBlock(body) });
    const { item: _item, index: _index, path: _path, ...given } = each.ItemSelector as JsonObject;
    const { path } = (states[`${step}.list`] as JsonObject).Arguments as JsonObject;
    const stopped = states[`${step}.stopped`];
    const task = {
      Type: 'Task',
      Resource: loopTask,
      Arguments: { path: path!, step, given },
      ...(stopped && {
        Catch: [
          {
            ErrorEquals: [stopError],
            Output: { stop: '{% $parse($parse($states.errorOutput.Cause).errorMessage).message %}' },
            Next: `${step}.stopped`,
          },
        ],
      }),
      End: true,
    };
    return {
      StartAt: `${step}.each`,
      States: { [`${step}.each`]: task, ...(stopped && { [`${step}.stopped`]: stopped }) },
    };
  }
}

/** The record of a loop as the answer of the task that stands for it. */
export function loopAsEffect({
  path,
  status,
  startedAt,
  endedAt,
  output,
  whole,
  ending,
}: RecordedLoop): RecordedEffect {
  const end = endedAt === undefined ? {} : { endedAt };
  const error = ending?.error ?? { code: stopError, message: ending?.stop ?? '' };
  return {
    path,
    status: status === 'running' ? 'claimed' : status,
    startedAt,
    ...end,
    tries: [{ startedAt, ...end }],
    input: null,
    output: output ?? null,
    ...(whole && { whole }),
    ...(status === 'failed' && { error }),
  };
}
