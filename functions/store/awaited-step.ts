import type { Json } from '#flows/language/json.ts';
import { type Failure, failure } from '#flows/text/failure.ts';
import { hideCallbacks } from '#functions/middleware/redact.ts';
import { effectItemKey } from './effect.ts';
import { tooLargeToKeep } from './effect-text.ts';
import { keepSeconds, noteFailing, openStates, runKey, runPartition } from './run.ts';
import { ConditionFailed, unlessRefused } from './table/condition-failed.ts';
import type { Condition } from './table/expression.ts';
import { sortKeys } from './table/keys.ts';
import { getItem, putItem, queryAll, transact, updateItem, type Write } from './table/table.ts';
import type { Item, Key } from './table/table-shape.ts';

/** A step that the platform itself carries out. Its record is an effect of the run, as that of an action is. */
export interface PlatformStep {
  run: string;
  path: string;
  step: string;
  operation: string;
  input: Json;
}

/** What an awaited step waits for: the end of another run, or an event. */
export interface Awaited {
  child?: string;
  /** Where the wish for an event lies. */
  wait?: Key;
  /** Of the machine's task, when whoever comes to an address answers it. */
  taskToken?: string;
}

/** The record of a step that waits or waited. */
export interface AwaitedStep extends Awaited {
  startedAt: string;
  status: 'claimed' | 'succeeded' | 'failed';
}

/** How an awaited step ended. */
export type StepAnswer = { output: Json } | { error: Failure };

/** Bytes of a task's output, https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const outputLimit = 262_144;

/** Bytes of the input that a record keeps. */
const inputLimit = 100_000;

/** The writes that record a step which is done at once; refused when its run has ended. */
export function stepDone(step: PlatformStep, output: Json, now: number): Write[] {
  const at = new Date(now).toISOString();
  const done = { status: 'succeeded', endedAt: at, tries: JSON.stringify([{ startedAt: at, endedAt: at }]) };
  return [
    { check: runKey(step.run), if: { oneOf: { status: openStates } } },
    { put: { ...recordOf(step, now), ...done, output: JSON.stringify(output) } },
  ];
}

/** The writes that keep the answer of a step that does not wait yet; refused when its run has ended or it has a record. */
export function callbackAnswered(step: PlatformStep, output: Json, by: string, now: number): Write[] {
  const [open, done] = stepDone(step, output, now) as [Write, { put: Item<'effect'> }];
  return [open, { put: { ...done.put, by }, if: { exists: false } }];
}

// What was refused waited for nothing: it may be asked for again, unless it was given up.
const refused: Condition<'effect'> = { equals: { status: 'failed' }, absent: ['child', 'wait', 'taskToken', 'by'] };
const unanswered: Condition<'effect'> = { exists: false, or: { equals: { status: 'claimed' }, or: refused } };

/**
 * The writes that record a step which waits, and tie what it waits for to its run; refused when the run has ended, or
 * the step has been answered.
 */
export function stepWaits(step: PlatformStep, awaited: Awaited, now: number): Write[] {
  const record = { ...recordOf(step, now), status: 'claimed', tries: '[]', claimedUntil: Number.MAX_SAFE_INTEGER };
  return [
    { update: runKey(step.run), change: { set: { tied: true } }, if: { oneOf: { status: openStates } } },
    { put: { ...record, ...awaited }, if: unanswered },
  ];
}

/**
 * Records a step that was refused, so that its run can be told from what is kept; what was recorded before stays. `by`
 * when it is given up for good: whoever was to begin it and comes late is refused.
 */
export async function recordRefusal(step: PlatformStep, error: Failure, now: number, by?: string): Promise<void> {
  const at = new Date(now).toISOString();
  await noteFailing(runPartition(step.run));
  const end = { status: 'failed', endedAt: at, error, tries: JSON.stringify([{ startedAt: at, endedAt: at, error }]) };
  await unlessRefused(putItem({ ...recordOf(step, now), ...end, by }, { exists: false }));
}

/**
 * Writes what an awaited step was answered, and `more` together with it; `by` tells answers apart. Returns the answer
 * that stands, which is another when somebody was faster; undefined when the step does not wait. An output that Step
 * Functions would not carry is an error, so that the record says what the machine is told.
 */
export async function answerStep(
  place: { run: string; path: string; startedAt: string },
  given: StepAnswer,
  by: string,
  endedAt: string,
  more: Write[] = [],
): Promise<{ answer: StepAnswer; mine: boolean } | undefined> {
  const answer = carried(given);
  const error = 'error' in answer ? answer.error : undefined;
  if (error) await noteFailing(runPartition(place.run));
  const tried = { startedAt: place.startedAt, endedAt, ...(error && { error }) };
  const set = {
    status: error ? 'failed' : 'succeeded',
    endedAt,
    error,
    output: 'output' in answer ? JSON.stringify(answer.output) : undefined,
    tries: JSON.stringify([tried]),
    by,
  };
  try {
    const key = effectItemKey(place.run, place.path);
    const open = { equals: { status: 'claimed' } };
    if (more.length > 0) await transact([{ update: key, change: { set }, if: open }, ...more]);
    else await updateItem(key, { set }, open);
    return { answer, mine: true };
  } catch (refused) {
    if (!(refused instanceof ConditionFailed)) throw refused;
    const item = (refused.item ?? (await getItem(effectItemKey(place.run, place.path)))) as
      | { output?: string; error?: Failure; by?: string }
      | undefined;
    if (!item) return undefined;
    const standing = item.error ? { error: item.error } : { output: JSON.parse(item.output ?? 'null') as Json };
    return { answer: standing, mine: item.by === by };
  }
}

/** What a step waits for, or waited for, and since when; undefined when it never did. */
export function getAwaited(run: string, path: string): Promise<AwaitedStep | undefined> {
  return getItem<AwaitedStep>(effectItemKey(run, path));
}

function carried(answer: StepAnswer): StepAnswer {
  const fits = !('output' in answer) || Buffer.byteLength(JSON.stringify(answer.output)) <= outputLimit;
  return fits ? answer : { error: tooLarge };
}

const tooLarge = failure('InvalidInput', { id: 'outputTooLarge', params: { limit: outputLimit / 1024 } });

/** What the steps of a run still wait for. */
export async function openAwaited(run: string): Promise<(Awaited & { path: string })[]> {
  const items = await queryAll<Awaited & { path: string; status: string }>({
    pk: runPartition(run),
    prefix: sortKeys.run.effect,
    consistent: true,
  });
  return items.filter(({ status, child, wait }) => status === 'claimed' && (child ?? wait) !== undefined);
}

function recordOf({ run, path, step, operation, input }: PlatformStep, now: number) {
  const text = hideCallbacks(JSON.stringify(input));
  const bytes = Buffer.byteLength(text);
  return {
    ...effectItemKey(run, path),
    run,
    path,
    step,
    operation,
    token: '',
    startedAt: new Date(now).toISOString(),
    input: bytes <= inputLimit ? text : JSON.stringify(tooLargeToKeep(text, bytes)),
    expiresAt: Math.ceil(now / 1000) + keepSeconds * 14,
  };
}
