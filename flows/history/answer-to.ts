import { again, lambdaRetries } from '#flows/compiler/retry.ts';
import type { EngineEffect, EngineEvent } from '#flows/engine/execution.ts';
import { parseTime } from '#flows/language/iso-time.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Belief } from './belief.ts';
import type { RecordedEffect, RecordedRun } from './recorded-run.ts';

type Invocation = EngineEffect & { type: 'invoke' };
type Try = RecordedEffect['tries'][number];

/** What a call answered and when; without `at` at once. */
export interface CallAnswer {
  at?: number | undefined;
  event: Extract<EngineEvent, { type: 'taskSucceeded' | 'taskFailed' }>;
}

/** What is known when a call is made: its record, the how manieth of its path it is, the present moment. */
interface Known {
  run: RecordedRun;
  effect: RecordedEffect | undefined;
  count: number;
  time: number;
  belief: Belief;
}

/** What a call answered, read from what is kept; undefined when it is still under way, timed out, or nobody knows. */
export function answerTo(invocation: Invocation, known: Known): CallAnswer | undefined {
  const { run, effect } = known;
  const { kind, operation } = payloadOf(invocation);
  if (kind === 'endOfRun') return succeeded(invocation, null);
  if (!effect) return withoutRecord(invocation, run);
  // What is refused because the run was stopped was not heard any more.
  if (run.status === 'stopped' && effect.error?.sentence?.id === 'runStopped') return undefined;
  if (String(operation).startsWith('core.')) return ofAwaited(invocation, effect, known.time);
  return effect.tries.some(({ attempt }) => attempt !== undefined)
    ? ofAttempt(invocation, effect, known)
    : ofCount(invocation, effect, known);
}

/** Whoever answers a step that waits writes down what the machine is told; one that nobody answered waits for its time, and is then asked what stands. */
function ofAwaited(invocation: Invocation, effect: RecordedEffect, time: number): CallAnswer | undefined {
  if (effect.status === 'claimed') return undefined;
  const isAsked = payloadOf(invocation).operation === 'core.giveUp';
  return !isAsked && outlasted(invocation, time, effect, effect) ? undefined : asRecorded(invocation, effect);
}

/** Each call of the machine names its attempt, and so do the tries that it led to: more than one where the vendor asked for patience, none where the function was not reached. */
function ofAttempt(invocation: Invocation, effect: RecordedEffect, known: Known): CallAnswer | undefined {
  const attempt = attemptOf(invocation);
  const { tries } = effect;
  const [first] = tries.filter((one) => one.attempt === attempt);
  const last = tries.filter((one) => one.attempt === attempt).at(-1);
  const later = tries.find((one) => (one.attempt ?? 0) > attempt);
  if (first && last && last === tries.at(-1)) {
    if (effect.status === 'claimed') return unknown(invocation, effect, known);
    return outlasted(invocation, known.time, first, last) ? undefined : asRecorded(invocation, effect);
  }
  if (last?.error && last.endedAt !== undefined) {
    const isLost = known.belief.lost.has(`${effect.path} ${known.count}`);
    return failed(invocation, isLost ? lambdaFailed : last.error, last.endedAt);
  }
  if (later) return lostCall(invocation, known.time, first, later, lostBefore(attempt, tries));
  if (effect.status === 'succeeded') return asRecorded(invocation, effect);
  return wentToItsEnd(known.run) ? unlessOver(invocation, effect, known.run) : undefined;
}

// The machine gives a call up that takes longer than its task may; it began before its first try.
function outlasted(
  { timeoutAt }: Invocation,
  time: number,
  first: Pick<Try, 'startedAt'>,
  last: Pick<Try, 'endedAt'>,
): boolean {
  const took = (parseTime(last.endedAt ?? '') ?? 0) - (parseTime(first.startedAt) ?? 0);
  return timeoutAt !== undefined && took > timeoutAt - time;
}

/** A call that left no outcome although another came after it: given up by the machine, or lost on its way. */
function lostCall(
  invocation: Invocation,
  time: number,
  first: Try | undefined,
  later: Try,
  before: number,
): CallAnswer | undefined {
  const begun = first && parseTime(first.startedAt);
  const next = parseTime(later.startedAt) ?? time;
  const { timeoutAt } = invocation;
  if (begun !== undefined && timeoutAt !== undefined && next - begun >= timeoutAt - time) return undefined;
  // The machine asks again after either; it does so at once in a replay, whose chance is zero, and no more often than told.
  return failed(invocation, before < lambdaRetries ? lambdaFailed : { code: again, message: '' });
}

const lambdaFailed = { code: 'Lambda.ServiceException', message: '' };

/** Calls before this attempt of which there is no try. */
function lostBefore(attempt: number, tries: readonly Try[]): number {
  return Array.from({ length: attempt }, (_, before) => before).filter(
    (before) => !tries.some((one) => one.attempt === before),
  ).length;
}

/** The call was made and its outcome is not written: while nothing says that the flow went on, it is under way. */
function unknown(invocation: Invocation, { path, startedAt }: RecordedEffect, { belief }: Known) {
  return belief.unwritten.has(path) ? succeeded(invocation, null, startedAt) : undefined;
}

/** Records of long ago tell how many tries there were, and how the last of them ended. */
function ofCount(invocation: Invocation, effect: RecordedEffect, known: Known): CallAnswer | undefined {
  if (effect.status === 'claimed') return unknown(invocation, effect, known);
  // One more call than there were tries is one that is still to come, or that was cut off.
  if (effect.status === 'failed' && !wentToItsEnd(known.run) && known.count > effect.tries.length) return undefined;
  return asRecorded(invocation, effect);
}

/** Whether every call that the machine made was answered: nobody stopped the run, and it does not go on. */
function wentToItsEnd({ status }: RecordedRun): boolean {
  return status === 'succeeded' || status === 'failed';
}

/** A call more than the record knows of: it reached nobody, or the run's end came first. So does whatever else is known. */
function unlessOver(invocation: Invocation, effect: RecordedEffect, run: RecordedRun): CallAnswer | undefined {
  const { error } = run;
  if (error && isPlaceOf(error, invocation)) return failed(invocation, error, run.endedAt);
  return effect.error && failed(invocation, effect.error, run.endedAt);
}

/** An action that succeeded has a record: without one the call was refused, or never reached anybody. */
function withoutRecord(invocation: Invocation, run: RecordedRun): CallAnswer | undefined {
  const { status, error, endedAt } = run;
  if (status === 'failed' && error && isPlaceOf(error, invocation)) return failed(invocation, error, endedAt);
  if (status !== 'succeeded') return undefined;
  // Whatever else is known to have happened came first.
  const answer = failed(invocation, { code: 'Internal', message: 'No record of this call was kept.' });
  return { ...answer, at: invocation.timeoutAt ?? Number.MAX_SAFE_INTEGER };
}

function isPlaceOf(error: { step?: string; path?: string }, invocation: Invocation): boolean {
  const { step, path } = payloadOf(invocation);
  return error.step === step && (error.path === undefined || error.path === path);
}

function asRecorded(invocation: Invocation, { status, output, error, endedAt }: RecordedEffect): CallAnswer {
  return status === 'succeeded'
    ? succeeded(invocation, output ?? null, endedAt)
    : failed(invocation, error ?? { code: 'Internal', message: '' }, endedAt);
}

function succeeded({ task }: Invocation, output: Json, at?: string): CallAnswer {
  return { at: at === undefined ? undefined : parseTime(at), event: { type: 'taskSucceeded', task, output } };
}

function failed(invocation: Invocation, error: { code: string; message: string }, at?: string): CallAnswer {
  const { task } = invocation;
  const cause = causeText(error, payloadOf(invocation).step);
  return {
    at: at === undefined ? undefined : parseTime(at),
    event: { type: 'taskFailed', task, error: error.code, cause },
  };
}

/** Which of the calls of its step this is, from zero on. */
export function attemptOf(invocation: Invocation): number {
  return Number(payloadOf(invocation).attempt ?? 0);
}

/** What the function gets: of a task that waits for a token it stands in the arguments. */
export function payloadOf({ arguments: given }: Invocation): JsonObject {
  const payload = (given ?? {}) as JsonObject;
  return (payload.Payload ?? payload) as JsonObject;
}

/** As a function's error arrives at the machine (compiler/task-payload.ts, TaskError). */
function causeText({ code, message }: { code: string; message: string }, step: Json | undefined): string {
  return JSON.stringify({ errorType: code, errorMessage: JSON.stringify({ message, step }) });
}
