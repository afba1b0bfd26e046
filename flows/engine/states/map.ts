import { dataLimit, fits, tooMuchData } from '#flows/engine/data-limit.ts';
import { catcherFor, type Failure } from '#flows/engine/handle-failure.ts';
import type { MapState } from '#flows/engine/machine.ts';
import { type Cursor, emit, type Outcome } from '#flows/engine/session.ts';
import { StateFailure } from '#flows/engine/state-failure.ts';
import { newThread, type PendingMap } from '#flows/engine/thread.ts';
import type { Json } from '#flows/language/json.ts';
import { itemsIn, planMap, selectItem, toleratedFailures } from './plan-map.ts';

/** Iterations at once when `MaxConcurrency` is absent or zero. */
const defaultConcurrency = 40;

/** Map starts as many iterations as may run at once. */
export async function enterMap(cursor: Cursor, state: MapState): Promise<Outcome> {
  const plan = await planMap(cursor, state);
  emit(cursor, 'MapStateStarted', { length: plan.all.length });
  if (state.distributed) emit(cursor, 'MapRunStarted', { mapRunArn: mapRunArn(cursor, state) });
  const pending: PendingMap = {
    kind: 'map',
    items: plan.items,
    ...(plan.keyed && { keyed: true }),
    concurrency: plan.concurrency || defaultConcurrency,
    next: 0,
    running: [],
    results: [],
    failed: [],
    tolerated: toleratedFailures(plan),
  };
  cursor.thread.pending = pending;
  return continueMap(cursor, state, cursor.thread.last);
}

/** An iteration has ended with an output. */
export async function itemSucceeded(cursor: Cursor, state: MapState, item: Cursor, output: Json): Promise<Outcome> {
  const pending = cursor.thread.pending as PendingMap;
  const index = item.owner!.slot;
  pending.results[index] = output;
  const previous = item.thread.last;
  endIteration(cursor, state, item, 'MapIterationSucceeded');
  return continueMap(cursor, state, state.distributed ? cursor.thread.last : previous);
}

/** An iteration has failed: so does the Map, unless it is distributed and tolerates as many. */
export async function itemFailed(cursor: Cursor, state: MapState, item: Cursor, failure: Failure): Promise<Outcome> {
  const pending = cursor.thread.pending as PendingMap;
  const last = item.thread.last;
  endIteration(cursor, state, item, isTold(state, failure) ? 'MapIterationFailed' : undefined);
  if (!state.distributed) {
    cursor.thread.last = last;
    throw new StateFailure(failure.error, failure.cause, undefined, true, failure.alias);
  }
  pending.failed.push(item.owner!.slot);
  pending.results[item.owner!.slot] = null;
  const failed = pending.failed.reduce((sum, slot) => sum + itemsIn(state, pending.items[slot]!), 0);
  if (failed > pending.tolerated) {
    emit(cursor, 'MapRunFailed');
    throw tooManyFailures();
  }
  return continueMap(cursor, state, cursor.thread.last);
}

/** What a Map fails with when more of its items failed than it tolerates. */
export function tooManyFailures(): StateFailure {
  const cause = 'The specified tolerated failure threshold was exceeded';
  return new StateFailure('States.ExceedToleratedFailureThreshold', cause, undefined, true);
}

/** An error that ends the execution at once leaves no event of the iteration. */
function isTold(state: MapState, failure: Failure): boolean {
  return failure.error !== 'States.Runtime' || catcherFor(state.catch, failure) !== undefined;
}

function endIteration(cursor: Cursor, state: MapState, item: Cursor, event: string | undefined): void {
  const pending = cursor.thread.pending as PendingMap;
  const index = item.owner!.slot;
  pending.running = pending.running.filter((other) => other.index !== index);
  if (event) emit(item, event, { name: state.name, index });
  if (!state.distributed) cursor.thread.last = item.thread.last;
}

/** Starts the iterations that may start; ends the Map when none is left. */
async function continueMap(cursor: Cursor, state: MapState, previous: number): Promise<Outcome> {
  const { session, thread } = cursor;
  const pending = thread.pending as PendingMap;
  while (pending.running.length < pending.concurrency && pending.next < pending.items.length) {
    const index = pending.next++;
    const value = pending.items[index]!;
    const input = state.batcher ? value : await selectItem(cursor, state, index, value, pending.keyed === true);
    if (!fits(input, dataLimit)) throw tooMuchData(state.name);
    const iteration = newThread(state.processor.startAt, input, previous);
    pending.running.push({ index, thread: iteration, ...(state.distributed && { input }) });
    const item: Cursor = { session, thread: iteration, block: state.processor, owner: { cursor, state, slot: index } };
    emit(item, 'MapIterationStarted', { name: state.name, index });
    session.ready.push(item);
  }
  if (pending.running.length > 0) return 'wait';
  const run = state.distributed ? emit(cursor, 'MapRunSucceeded', {}, { aside: true }) : thread.last;
  emit(cursor, 'MapStateSucceeded', {}, { aside: true, previous: run });
  delete thread.pending;
  return { leave: state.leave, result: pending.results.filter((_, index) => !pending.failed.includes(index)) };
}

function mapRunArn(cursor: Cursor, state: MapState): string {
  const { StateMachine, Execution } = cursor.session.execution.inner.context;
  const machine = String(StateMachine.Id ?? '').replace(':stateMachine:', ':mapRun:');
  return `${machine}/${state.label ?? state.name}:${String(Execution.Name ?? '')}`;
}
