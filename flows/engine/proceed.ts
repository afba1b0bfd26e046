import type { Json, JsonObject } from '#flows/language/json.ts';
import { dataLimit, fitsInBytes, sizeOf } from '#flows/language/json-size.ts';
import { cancelChildren } from './cancel.ts';
import { tooMuchData, variablesFit } from './data-limit.ts';
import type { Leave, State } from './definition/machine.ts';
import { finish } from './finish.ts';
import { catcherFor, type Failure, retryDelay } from './handle-failure.ts';
import { scopeOf } from './scope.ts';
import { type Cursor, childOf, emit, maxEvents, type Outcome, setTimer, stateOf } from './session.ts';
import { StateFailure, shortCause } from './state-failure.ts';
import { enterChoice } from './states/choice.ts';
import { enterFail } from './states/fail.ts';
import { enterMap, itemFailed, itemSucceeded } from './states/map.ts';
import { branchSucceeded, enterParallel } from './states/parallel.ts';
import { enterPass } from './states/pass.ts';
import { enterSucceed } from './states/succeed.ts';
import { enterTask } from './states/task.ts';
import { enterWait } from './states/wait.ts';
import { evaluateTemplate } from './template.ts';
import { type Thread, threadsOf } from './thread.ts';

/** States that one call of `advance` may enter: more than any loop of 10,000 items, and an end to a loop without one. */
const maxSteps = 1_000_000;

const tooManyEvents = `The execution reached the maximum number of history events (${maxEvents}).`;

/** Runs every thread that can go on until all wait or the execution has ended. */
export async function proceedAll(cursor: Cursor): Promise<void> {
  const { session } = cursor;
  let steps = 0;
  for (let next = session.ready.shift(); next; next = session.ready.shift()) {
    if (session.cancelled.has(next.thread) || session.execution.status !== 'RUNNING') continue;
    const current = next;
    if (session.full) break;
    if (++steps > maxSteps) return finish(cursor, 'TIMED_OUT', { error: 'States.Timeout' });
    const turn = session.host.breathe?.();
    if (turn) await turn;
    enterState(current);
    if (await resolve(current, () => (hasRoom(current) ? begin(current) : refuseMore())))
      session.ready.unshift(current);
  }
  if (session.full && session.execution.status === 'RUNNING') endFull(cursor);
}

/** Whether the iteration of a distributed Map that a thread runs in may go on, as far as its history goes. */
function hasRoom(cursor: Cursor): boolean {
  return (childOf(cursor)?.events ?? 0) < maxEvents;
}

function refuseMore(): never {
  throw new StateFailure('States.Runtime', tooManyEvents, undefined, true);
}

/** Ends an execution whose history is full; what could not be written down is not done. */
function endFull(root: Cursor): void {
  const { session } = root;
  const calls = session.effects.flatMap((effect) => (effect.type === 'invoke' ? [effect.task] : []));
  finish(root, 'FAILED', {
    error: 'States.Runtime',
    cause: tooManyEvents,
  });
  session.effects = session.effects.filter(
    (effect) => !((effect.type === 'invoke' || effect.type === 'cancelTask') && calls.includes(effect.task)),
  );
}

/**
 * Does what a state does next. True when the thread has moved to another state, which is to be entered; all other
 * ends (waiting, a scope's end, failure) are dealt with.
 */
export async function resolve(cursor: Cursor, work: () => Outcome | Promise<Outcome>): Promise<boolean> {
  try {
    const outcome = await work();
    if (outcome === 'wait') return false;
    if ('leave' in outcome)
      return await leave(cursor, outcome.leave, 'result' in outcome ? { result: outcome.result! } : {});
    await endFailed(cursor, { error: outcome.end.error, cause: outcome.end.reason });
    return false;
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    return await fail(cursor, report(cursor, error));
  }
}

/** Tries the current state again, after its delay. */
export async function retry(cursor: Cursor): Promise<boolean> {
  delete cursor.thread.pending;
  return resolve(cursor, () => begin(cursor));
}

function enterState(cursor: Cursor): void {
  const { thread, session } = cursor;
  delete thread.retries;
  thread.before = thread.last;
  thread.enteredAt = session.now;
  thread.entered = emit(cursor, `${stateOf(cursor).type}StateEntered`, { name: thread.state, input: thread.input });
}

/** Does the work of the current state. */
export function begin(cursor: Cursor): Outcome | Promise<Outcome> {
  const state = stateOf(cursor);
  switch (state.type) {
    case 'Pass':
      return enterPass(state);
    case 'Succeed':
      return enterSucceed(state);
    case 'Fail':
      return enterFail(cursor, state);
    case 'Choice':
      return enterChoice(cursor, state);
    case 'Wait':
      return enterWait(cursor, state);
    case 'Task':
      return enterTask(cursor, state);
    case 'Parallel':
      return enterParallel(cursor, state);
    case 'Map':
      return enterMap(cursor, state);
  }
}

/** Assigns variables, makes the output, and goes to the next state or ends the scope. */
async function leave(cursor: Cursor, way: Leave, extra: { result?: Json; errorOutput?: Json }): Promise<boolean> {
  const { thread } = cursor;
  const scope = scopeOf(cursor, extra);
  const assigned = way.assign && ((await evaluateTemplate(way.assign, scope)) as JsonObject);
  const output = way.output
    ? await evaluateTemplate(way.output, scope)
    : (extra.result ?? extra.errorOutput ?? ('result' in extra ? null : thread.input));
  if (!fitsInBytes(output, dataLimit) || (assigned && !fitsInBytes(assigned, dataLimit)))
    throw tooMuchData(thread.state);
  const kept = assigned && withVariables(cursor, assigned);
  const type = stateOf(cursor).type;
  emit(cursor, `${type}StateExited`, {
    name: thread.state,
    output,
    ...(assigned && Object.keys(assigned).length > 0 && { assignedVariables: assigned }),
  });
  Object.assign(thread, kept);
  if (way.next !== undefined) {
    thread.state = way.next;
    thread.input = output;
    return true;
  }
  await endSucceeded(cursor, output);
  return false;
}

/** A thread's variables with those assigned; fails when all of the execution's are more than it may keep. */
function withVariables({ session, thread }: Cursor, assigned: JsonObject): Pick<Thread, 'variables' | 'variableSizes'> {
  const sizes = Object.fromEntries(Object.entries(assigned).map(([name, value]) => [name, sizeOf(value)]));
  const variableSizes = { ...thread.variableSizes, ...sizes };
  const all = threadsOf(session.execution.inner.root).flatMap((other) =>
    Object.values((other === thread ? variableSizes : other.variableSizes) ?? {}),
  );
  if (!variablesFit(all)) throw tooMuchData(thread.state);
  return { variables: { ...thread.variables, ...assigned }, variableSizes };
}

/** Errors that a state makes itself. */
const ownErrors: ReadonlySet<string | undefined> = new Set(['States.QueryEvaluationError', 'States.Runtime']);

/**
 * The failure as others are told it, with the place; notes a failed evaluation in the history, after the event
 * `previous` where that is not the thread's last.
 */
function report(cursor: Cursor, failure: StateFailure, previous = cursor.thread.last): Failure {
  const { thread } = cursor;
  const { error, reason, field } = failure;
  if (failure.inherited || !ownErrors.has(error)) return { error, cause: reason, alias: failure.alias };
  // A state that is tested by itself has no events.
  const place = cursor.session.context
    ? ''
    : `An error occurred while executing the state '${thread.state}' (entered at the event id #${thread.entered}). `;
  const cause = shortCause(`${place}${reason}`);
  if (error === 'States.QueryEvaluationError') {
    const details = { error, cause, state: thread.state, ...(field !== undefined && { location: field }) };
    // As AWS numbers them: entering and failing are one step, except for Wait.
    const atOnce = thread.last === thread.entered && stateOf(cursor).type !== 'Wait';
    emit(cursor, 'EvaluationFailed', details, { previous: atOnce ? thread.before : previous });
  }
  return { error, cause };
}

/** Retry, else Catch, else the scope fails. True as for `resolve`. */
async function fail(cursor: Cursor, failure: Failure): Promise<boolean> {
  const { session, thread } = cursor;
  const state = stateOf(cursor);
  session.watch?.(cursor, 'StateFailed', errorOutput(failure));
  cancelChildren(cursor);
  delete thread.pending;
  let final = failure;
  if ('retry' in state) {
    const delay = retryDelay(state.retry, thread, failure, session.random);
    if (delay !== undefined) {
      thread.pending = { kind: 'retry', timer: setTimer(session, session.now + delay) };
      return false;
    }
    const catcher = catcherFor(state.catch, failure);
    const { last } = thread;
    if (catcher || failure.error !== 'States.Runtime') emitFailed(cursor, state);
    try {
      if (catcher)
        return await leave(cursor, catcher.leave, {
          errorOutput: { Error: failure.error ?? '', Cause: failure.cause ?? '' },
        });
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      final = report(cursor, error, last);
      emitFailed(cursor, state);
    }
  }
  if (state.type === 'Task' && cursor.owner && final === failure && !ownErrors.has(failure.error)) {
    emit(cursor, 'TaskStateAborted', {}, { aside: true });
  }
  await endFailed(cursor, final);
  return false;
}

function emitFailed(cursor: Cursor, { type }: State): void {
  if (type === 'Map' || type === 'Parallel') emit(cursor, `${type}StateFailed`);
}

async function endSucceeded(cursor: Cursor, output: Json): Promise<void> {
  if (!cursor.owner) return finish(cursor, 'SUCCEEDED', { output });
  const { cursor: outer, state } = cursor.owner;
  const moved = await resolve(outer, () =>
    state.type === 'Map' ? itemSucceeded(outer, state, cursor, output) : branchSucceeded(outer, state, cursor, output),
  );
  if (moved) cursor.session.ready.push(outer);
}

async function endFailed(cursor: Cursor, failure: Failure): Promise<void> {
  cursor.session.watch?.(cursor, 'ScopeFailed', errorOutput(failure));
  if (!cursor.owner) return finish(cursor, 'FAILED', failure);
  const { cursor: outer, state } = cursor.owner;
  const moved = await resolve(outer, () => {
    if (state.type === 'Map') return itemFailed(outer, state, cursor, failure);
    outer.thread.last = cursor.thread.last;
    throw new StateFailure(failure.error, failure.cause, undefined, true, failure.alias);
  });
  if (moved) cursor.session.ready.push(outer);
}

function errorOutput({ error, cause }: Failure): JsonObject {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}
