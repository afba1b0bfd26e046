import type { Json } from '#flows/language/json.ts';
import type { Failure } from '#flows/text/failure.ts';
import { effectKey } from './effect.ts';
import { keepSeconds, runPartition } from './run.ts';
import { ConditionFailed, unlessRefused } from './table/condition-failed.ts';
import { sortKeys } from './table/keys.ts';
import { getItem, putItem, updateItem } from './table/table.ts';
import type { Key } from './table/table-shape.ts';
import type { WholeOutput } from './whole-output.ts';

/** The record of a distributed loop in a run: its iterations have executions, and effects, of their own. */
export interface Loop {
  path: string;
  step: string;
  status: 'running' | 'succeeded' | 'failed';
  startedAt: string;
  endedAt?: string;
  /** Its items, and the object that they are in. */
  count: number;
  key: string;
  /** Iterations that failed and were put up with: how many, and the first of them. */
  failed?: { count: number; first: number[] };
  /** What went on to later steps. */
  output?: Json;
  /** Of what `output` is a part. */
  whole?: WholeOutput;
  /** How the iteration that ended the loop did it. */
  ending?: LoopEnding;
}

/** The path of an iteration, and its error or the text of its stop. */
export interface LoopEnding {
  item?: string;
  error?: Failure & { step?: string };
  stop?: string;
}

/** Writes the beginning of a loop; one that stands stays as it is. */
export async function putLoop(run: string, loop: Loop, now: number): Promise<void> {
  try {
    const item = { ...loopKey(run, loop.path), ...loop, expiresAt: Math.ceil(now / 1000) + keepSeconds + 86_400 };
    await putItem(item, { exists: false });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

export async function getLoop(run: string, path: string): Promise<Loop | undefined> {
  const item = await getItem<Omit<Loop, 'output'> & { output?: string }>(loopKey(run, path));
  if (!item) return undefined;
  const { output, ...loop } = item;
  return { ...loop, ...(output !== undefined && { output: JSON.parse(output) as Json }) };
}

/** Notes which iteration ended the loop, unless another has. */
export async function noteEnding(run: string, path: string, ending: LoopEnding): Promise<void> {
  await unlessRefused(updateItem(loopKey(run, path), { set: { ending } }, { exists: true, absent: ['ending'] }));
}

/** Writes the end of a loop. */
export async function endLoop(
  run: string,
  path: string,
  { output, ...end }: Pick<Loop, 'status'> & Partial<Pick<Loop, 'output' | 'whole' | 'failed' | 'ending'>>,
  now: number,
): Promise<void> {
  const set = {
    ...end,
    ...(output !== undefined && { output: JSON.stringify(output) }),
    endedAt: new Date(now).toISOString(),
  };
  await updateItem(loopKey(run, path), { set });
}

function loopKey(run: string, path: string): Key {
  return { pk: runPartition(run), sk: `${sortKeys.run.loop}${effectKey(run, path).slice(0, 40)}` };
}
