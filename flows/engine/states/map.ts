import { tooMuchData } from '#flows/engine/data-limit.ts';
import { catcherFor, type Failure } from '#flows/engine/handle-failure.ts';
import { type Cursor, emit, type Outcome } from '#flows/engine/session.ts';
import { StateFailure } from '#flows/engine/state-failure.ts';
import { newThread, type PendingMap } from '#flows/engine/thread.ts';
import type { Json } from '#flows/language/json.ts';
import { dataLimit, fitsInBytes } from '#flows/language/json-size.ts';
import type { MapState } from '../definition/machine.ts';
import { itemsIn, planMap, selectItem, toleratedFailures } from './plan-map.ts';
import { itemAt } from './read-items.ts';
import { addResult, beginResults, endResults } from './write-results.ts';

/** Iterations at once when `MaxConcurrency` is absent or zero. */
const defaultConcurrency = 40;

/** Map starts as many iterations as may run at once. */
export async function enterMap(cursor: Cursor, state: MapState): Promise<Outcome> {
  const plan = await planMap(cursor, state);
  const written = state.writer && (await beginResults(cursor, state.writer));
  // As AWS does: what is in an object is not counted here.
  emit(cursor, 'MapStateStarted', { length: state.reader ? 0 : plan.count });
  if (state.distributed) emit(cursor, 'MapRunStarted', { mapRunArn: mapRunArn(cursor, state) });
  const pending: PendingMap = {
    kind: 'map',
    items: plan.items,
    ...(plan.keyed && { keyed: true }),
    ...(plan.source && { source: plan.source }),
    ...(written && { written }),
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
  if (state.writer) await addResult(cursor, state, item, { output });
  else keepResult(pending.results, index, output);
  const previous = item.thread.last;
  endIteration(cursor, state, item, 'MapIterationSucceeded');
  return continueMap(cursor, state, state.distributed ? cursor.thread.last : previous);
}

/** An iteration has failed: so does the Map, unless it is distributed and tolerates as many. */
export async function itemFailed(cursor: Cursor, state: MapState, item: Cursor, failure: Failure): Promise<Outcome> {
  const pending = cursor.thread.pending as PendingMap;
  const last = item.thread.last;
  if (state.writer) await addResult(cursor, state, item, { failure });
  endIteration(cursor, state, item, isTold(state, failure) ? 'MapIterationFailed' : undefined);
  if (!state.distributed) {
    cursor.thread.last = last;
    throw new StateFailure(failure.error, failure.cause, undefined, true, failure.alias);
  }
  pending.failed.push(item.owner!.slot);
  if (!state.writer) keepResult(pending.results, item.owner!.slot, null);
  const failed = pending.failed.reduce((sum, slot) => sum + itemsIn(state, pending.items[slot] ?? null), 0);
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
  const count = pending.source?.count ?? pending.items.length;
  while (pending.running.length < pending.concurrency && pending.next < count) {
    const index = pending.next++;
    const { source, keyed = false } = pending;
    const value = source ? await itemAt(session, source, index) : pending.items[index]!;
    const input = state.batcher ? value : await selectItem(cursor, state, index, value, { keyed, source });
    if (!fitsInBytes(input, dataLimit)) throw tooMuchData(state.name);
    const iteration = newThread(state.processor.startAt, input, previous);
    pending.running.push({ index, thread: iteration, ...(state.distributed && { input, startedAt: session.now }) });
    const item: Cursor = { session, thread: iteration, block: state.processor, owner: { cursor, state, slot: index } };
    emit(item, 'MapIterationStarted', { name: state.name, index });
    session.ready.push(item);
  }
  if (pending.running.length > 0) return 'wait';
  const result = state.writer
    ? await endResults(cursor, state, mapRunArn(cursor, state))
    : pending.results.filter((_, index) => !pending.failed.includes(index));
  const run = state.distributed ? emit(cursor, 'MapRunSucceeded', {}, { aside: true }) : thread.last;
  emit(cursor, 'MapStateSucceeded', {}, { aside: true, previous: run });
  delete thread.pending;
  return { leave: state.leave, result };
}

function mapRunArn(cursor: Cursor, state: MapState): string {
  const { StateMachine, Execution } = cursor.session.execution.inner.context;
  const machine = String(StateMachine.Id ?? '').replace(':stateMachine:', ':mapRun:');
  return `${machine}/${state.label ?? state.name}:${String(Execution.Name ?? '')}`;
}

/** Later items may end first: what is not known yet is null, as it is once it was written down. */
function keepResult(results: Json[], index: number, output: Json): void {
  while (results.length < index) results.push(null);
  results[index] = output;
}
