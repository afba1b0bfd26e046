import { dataLimit, fits } from '#flows/engine/data-limit.ts';
import type { MapState, Template } from '#flows/engine/machine.ts';
import { type Cursor, scopeOf } from '#flows/engine/session.ts';
import { StateFailure } from '#flows/engine/state-failure.ts';
import { evaluateAs, evaluateTemplate } from '#flows/engine/template.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';

/** What a Map is to do. */
interface MapPlan {
  /** Items as the Map found them. */
  all: Json[];
  /** What the iterations are made of: items, or batches of items to which `ItemSelector` was applied. */
  items: Json[];
  /** 0: as many as may be. */
  concurrency: number;
  toleratedCount: number | undefined;
  toleratedPercentage: number | undefined;
}

/** Evaluates the fields of a Map in AWS's order; `items` stand for what its state would read. */
export async function planMap(cursor: Cursor, state: MapState, items?: Json[]): Promise<MapPlan> {
  const all = items ?? (await itemsOf(cursor, state));
  const concurrency = (await wholeNumber(cursor, state.maxConcurrency, 'MaxConcurrency')) ?? 0;
  const toleratedCount = await wholeNumber(cursor, state.toleratedCount, 'ToleratedFailureCount');
  const toleratedPercentage = await percentage(cursor, state.toleratedPercentage, 'ToleratedFailurePercentage');
  const batched = state.batcher ? await batches(cursor, state, all) : all;
  return { all, items: batched, concurrency, toleratedCount, toleratedPercentage };
}

/** Items that may fail; where both limits are given, both hold. */
export function toleratedFailures({ all, toleratedCount, toleratedPercentage }: MapPlan): number {
  if (toleratedCount === undefined && toleratedPercentage === undefined) return 0;
  const share = toleratedPercentage === undefined ? all.length : Math.floor((all.length * toleratedPercentage) / 100);
  return Math.min(toleratedCount ?? all.length, share);
}

/** The input of an iteration that takes one item. */
export async function selectItem(cursor: Cursor, state: MapState, index: number, value: Json): Promise<Json> {
  return state.itemSelector ? evaluateTemplate(state.itemSelector, scopeOf(cursor, { item: { index, value } })) : value;
}

/** Items in a batch, 1 where there are no batches. */
export function itemsIn(state: MapState, item: Json): number {
  return state.batcher ? ((item as JsonObject).Items as Json[]).length : 1;
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

async function percentage(cursor: Cursor, template: Template | undefined, field: string): Promise<number | undefined> {
  if (!template) return undefined;
  const value = await evaluateAs<number>(template, scopeOf(cursor), 'number', field);
  if (value >= 0 && value <= 100) return value;
  throw new StateFailure(
    'States.QueryEvaluationError',
    `The ${field} field must be from 0 to 100 but was: ${value}`,
    field,
  );
}

/** Items are selected first and batched then. */
async function batches(cursor: Cursor, state: MapState, all: Json[]): Promise<Json[]> {
  const batcher = state.batcher!;
  const most = (await wholeNumber(cursor, batcher.maxItems, 'ItemBatcher/MaxItemsPerBatch')) || all.length;
  const bytes = (await wholeNumber(cursor, batcher.maxBytes, 'ItemBatcher/MaxInputBytesPerBatch')) || dataLimit;
  const input = batcher.input && (await evaluateTemplate(batcher.input, scopeOf(cursor)));
  const batch = (members: Json[]) => ({ ...(input !== undefined && { BatchInput: input }), Items: members });
  const result: Json[][] = [];
  for (const [index, value] of all.entries()) {
    const item = await selectItem(cursor, state, index, value);
    const current = result.at(-1);
    if (current && current.length < most && fits(batch([...current, item]), bytes)) current.push(item);
    else result.push([item]);
  }
  return result.map(batch);
}
