import { mapItem } from '#flows/engine/context-object.ts';
import { scopeOf } from '#flows/engine/scope.ts';
import type { Cursor } from '#flows/engine/session.ts';
import { StateFailure } from '#flows/engine/state-failure.ts';
import { evaluateAs, evaluateTemplate } from '#flows/engine/template.ts';
import type { ItemSource } from '#flows/engine/thread.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { dataLimit, fitsInBytes } from '#flows/language/json-size.ts';
import type { MapState, Template } from '../definition/machine.ts';
import { findItems, readsAsItGoes, sourceName } from './read-items.ts';

/** What a Map is to do. */
interface MapPlan {
  /** Items as the Map found them; the members of an object as `{ Key, Value }`. Empty when they stay in their `source`. */
  all: Json[];
  keyed: boolean;
  /** How many there are. */
  count: number;
  source: ItemSource | undefined;
  /** What the iterations are made of: items, or batches of items to which `ItemSelector` was applied. */
  items: Json[];
  /** 0: as many as may be. */
  concurrency: number;
  toleratedCount: number | undefined;
  toleratedPercentage: number | undefined;
}

/** Evaluates the fields of a Map in AWS's order; `items` stand for what its state would read. */
export async function planMap(cursor: Cursor, state: MapState, items?: Json[]): Promise<MapPlan> {
  const { all, keyed, source } = await findAll(cursor, state, items);
  const count = source?.count ?? all.length;
  const concurrency = (await wholeNumber(cursor, state.maxConcurrency, 'MaxConcurrency')) ?? 0;
  const toleratedCount = await wholeNumber(cursor, state.toleratedCount, 'ToleratedFailureCount');
  const toleratedPercentage = await percentage(cursor, state.toleratedPercentage, 'ToleratedFailurePercentage');
  const batched = state.batcher ? await batches(cursor, state, all, keyed) : all;
  return { all, keyed, count, source, items: batched, concurrency, toleratedCount, toleratedPercentage };
}

async function findAll(
  cursor: Cursor,
  state: MapState,
  items: Json[] | undefined,
): Promise<{ all: Json[]; keyed: boolean; source: ItemSource | undefined }> {
  if (state.reader && !items) {
    const { source, keyed, all } = await findItems(cursor, state.reader);
    if (readsAsItGoes(state, keyed)) return { all: [], keyed, source };
    return { all: await all(), keyed, source: undefined };
  }
  const found = items ?? (await itemsOf(cursor, state));
  const keyed = !Array.isArray(found);
  const all = keyed ? Object.entries(found).map(([Key, Value]) => ({ Key, Value })) : found;
  return { all, keyed, source: undefined };
}

/** Items that may fail; where both limits are given, both hold. */
export function toleratedFailures({ count, toleratedCount, toleratedPercentage }: MapPlan): number {
  if (toleratedCount === undefined && toleratedPercentage === undefined) return 0;
  const share = toleratedPercentage === undefined ? count : Math.floor((count * toleratedPercentage) / 100);
  return Math.min(toleratedCount ?? count, share);
}

/** The input of an iteration that takes one item. */
export async function selectItem(
  cursor: Cursor,
  state: MapState,
  index: number,
  value: Json,
  { keyed, source }: { keyed: boolean; source?: ItemSource | undefined },
): Promise<Json> {
  if (!state.itemSelector) return value;
  const from = source && sourceName(source);
  const item = keyed ? memberItem(index, value as Member) : mapItem(index, value, undefined, from);
  return evaluateTemplate(state.itemSelector, scopeOf(cursor, { item }));
}

/** A member of an object as an item. */
type Member = { Key: string; Value: Json };

function memberItem(index: number, { Key, Value }: Member): JsonObject {
  return mapItem(index, Value, Key);
}

/** Items in a batch, 1 where there are no batches. */
export function itemsIn(state: MapState, item: Json): number {
  return state.batcher ? ((item as JsonObject).Items as Json[]).length : 1;
}

/** A list, or for a distributed Map also an object. */
async function itemsOf(cursor: Cursor, state: MapState): Promise<Json[] | JsonObject> {
  const { distributed } = state;
  if (state.items) {
    return evaluateAs<Json[] | JsonObject>(
      state.items,
      scopeOf(cursor),
      distributed ? 'array or object' : 'array',
      'Items',
    );
  }
  const { input } = cursor.thread;
  if (Array.isArray(input) || (distributed && typeof input === 'object' && input !== null)) return input;
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
async function batches(cursor: Cursor, state: MapState, all: Json[], keyed: boolean): Promise<Json[]> {
  const batcher = state.batcher!;
  const most = (await wholeNumber(cursor, batcher.maxItems, 'ItemBatcher/MaxItemsPerBatch')) || all.length;
  const bytes = (await wholeNumber(cursor, batcher.maxBytes, 'ItemBatcher/MaxInputBytesPerBatch')) || dataLimit;
  const input = batcher.input && (await evaluateTemplate(batcher.input, scopeOf(cursor)));
  const batch = (members: Json[]) => ({ ...(input !== undefined && { BatchInput: input }), Items: members });
  const result: Json[][] = [];
  for (const [index, value] of all.entries()) {
    const item = await selectItem(cursor, state, index, value, { keyed });
    const current = result.at(-1);
    if (current && current.length < most && fitsInBytes(batch([...current, item]), bytes)) current.push(item);
    else result.push([item]);
  }
  return result.map(batch);
}
