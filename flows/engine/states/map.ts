import { dataLimit, fits, tooMuchData } from '#flows/engine/data-limit.ts';
import type { MapState, Template } from '#flows/engine/machine.ts';
import { type Cursor, emit, type Outcome, scopeOf } from '#flows/engine/session.ts';
import { StateFailure } from '#flows/engine/state-failure.ts';
import { evaluateAs, evaluateTemplate } from '#flows/engine/template.ts';
import { newThread, type PendingMap } from '#flows/engine/thread.ts';
import type { Json } from '#flows/language/json.ts';

/** Iterations at once when `MaxConcurrency` is absent or zero. */
const defaultConcurrency = 40;

/** Map starts as many iterations as may run at once. */
export async function enterMap(cursor: Cursor, state: MapState): Promise<Outcome> {
  const all = await itemsOf(cursor, state);
  const concurrency = await wholeNumber(cursor, state.maxConcurrency, 'MaxConcurrency');
  const tolerated = await toleratedFailures(cursor, state, all.length);
  const items = state.batcher ? await batches(cursor, state, all) : all;
  emit(cursor, 'MapStateStarted', { length: all.length });
  if (state.distributed) emit(cursor, 'MapRunStarted', { mapRunArn: mapRunArn(cursor, state) });
  const pending: PendingMap = {
    kind: 'map',
    items,
    concurrency: concurrency || defaultConcurrency,
    next: 0,
    running: [],
    results: [],
    failed: [],
    tolerated,
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
export async function itemFailed(
  cursor: Cursor,
  state: MapState,
  item: Cursor,
  failure: { error: string | undefined; cause: string | undefined },
): Promise<Outcome> {
  const pending = cursor.thread.pending as PendingMap;
  const last = item.thread.last;
  endIteration(cursor, state, item, 'MapIterationFailed');
  if (!state.distributed) {
    cursor.thread.last = last;
    throw new StateFailure(failure.error, failure.cause, undefined, true);
  }
  pending.failed.push(item.owner!.slot);
  pending.results[item.owner!.slot] = null;
  if (pending.failed.length > pending.tolerated) {
    emit(cursor, 'MapRunFailed');
    throw new StateFailure(
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
      undefined,
      true,
    );
  }
  return continueMap(cursor, state, cursor.thread.last);
}

function endIteration(cursor: Cursor, state: MapState, item: Cursor, event: string): void {
  const pending = cursor.thread.pending as PendingMap;
  const index = item.owner!.slot;
  pending.running = pending.running.filter((other) => other.index !== index);
  emit(item, event, { name: state.name, index });
  if (!state.distributed) cursor.thread.last = item.thread.last;
}

/** Starts the iterations that may start; ends the Map when none is left. */
async function continueMap(cursor: Cursor, state: MapState, previous: number): Promise<Outcome> {
  const { session, thread } = cursor;
  const pending = thread.pending as PendingMap;
  while (pending.running.length < pending.concurrency && pending.next < pending.items.length) {
    const index = pending.next++;
    const value = pending.items[index]!;
    const input = state.itemSelector
      ? await evaluateTemplate(state.itemSelector, scopeOf(cursor, { item: { index, value } }))
      : value;
    if (!fits(input, dataLimit)) throw tooMuchData(state.name);
    const iteration = newThread(state.processor.startAt, input, previous);
    pending.running.push({ index, thread: iteration, ...(state.distributed && { input }) });
    const item: Cursor = { session, thread: iteration, block: state.processor, owner: { cursor, state, slot: index } };
    emit(item, 'MapIterationStarted', { name: state.name, index });
    session.ready.push(item);
  }
  if (pending.running.length > 0) return 'wait';
  if (state.distributed) emit(cursor, 'MapRunSucceeded', {}, { aside: true });
  emit(cursor, 'MapStateSucceeded', {}, { aside: true });
  delete thread.pending;
  return { leave: state.leave, result: pending.results.filter((_, index) => !pending.failed.includes(index)) };
}

async function itemsOf(cursor: Cursor, state: MapState): Promise<Json[]> {
  if (state.items) return evaluateAs<Json[]>(state.items, scopeOf(cursor), 'array', 'Items');
  const { input } = cursor.thread;
  if (Array.isArray(input)) return input;
  throw new StateFailure(
    state.jsonata ? 'States.QueryEvaluationError' : 'States.Runtime',
    `Map state input must be an array but was: ${JSON.stringify(input)}`,
  );
}

async function wholeNumber(cursor: Cursor, template: Template | undefined, field: string): Promise<number | undefined> {
  if (!template) return undefined;
  const value = await evaluateAs<number>(template, scopeOf(cursor), 'number', field);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new StateFailure(
    'States.QueryEvaluationError',
    `The ${field} field must be a whole number of at least 0 but was: ${value}`,
    field,
  );
}

/** Both limits hold where both are given. */
async function toleratedFailures(cursor: Cursor, state: MapState, items: number): Promise<number> {
  const count = await wholeNumber(cursor, state.toleratedCount, 'ToleratedFailureCount');
  const field = 'ToleratedFailurePercentage';
  const percentage = state.toleratedPercentage
    ? await evaluateAs<number>(state.toleratedPercentage, scopeOf(cursor), 'number', field)
    : undefined;
  if (percentage !== undefined && !(percentage >= 0 && percentage <= 100)) {
    throw new StateFailure(
      'States.QueryEvaluationError',
      `The ${field} field must be from 0 to 100 but was: ${percentage}`,
      field,
    );
  }
  if (count === undefined && percentage === undefined) return 0;
  return Math.min(count ?? items, percentage === undefined ? items : Math.floor((items * percentage) / 100));
}

async function batches(cursor: Cursor, state: MapState, items: Json[]): Promise<Json[]> {
  const batcher = state.batcher!;
  const most = (await wholeNumber(cursor, batcher.maxItems, 'ItemBatcher/MaxItemsPerBatch')) || items.length;
  const bytes = (await wholeNumber(cursor, batcher.maxBytes, 'ItemBatcher/MaxInputBytesPerBatch')) || dataLimit;
  const input = batcher.input && (await evaluateTemplate(batcher.input, scopeOf(cursor)));
  const batch = (members: Json[]) => ({ ...(input !== undefined && { BatchInput: input }), Items: members });
  const result: Json[][] = [];
  for (const item of items) {
    const current = result.at(-1);
    if (current && current.length < most && fits(batch([...current, item]), bytes)) current.push(item);
    else result.push([item]);
  }
  return result.map(batch);
}

function mapRunArn(cursor: Cursor, state: MapState): string {
  const { StateMachine, Execution } = cursor.session.execution.inner.context;
  const machine = String(StateMachine.Id ?? '').replace(':stateMachine:', ':mapRun:');
  return `${machine}/${state.label ?? state.name}:${String(Execution.Name ?? '')}`;
}
