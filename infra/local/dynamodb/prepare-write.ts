import { applyUpdate } from './expression/apply-update.ts';
import type { Condition } from './expression/condition.ts';
import type { Path } from './expression/document-path.ts';
import { parseCondition } from './expression/parse-condition.ts';
import { parseUpdate } from './expression/parse-update.ts';
import { Placeholders } from './expression/placeholders.ts';
import type { UpdateAction } from './expression/update.ts';
import type { ItemWrite } from './item-write.ts';
import { checkKeyPaths, tableNamed } from './requests/check-table.ts';
import { keyOfItem, keyOfRequest } from './tables/item-key.ts';
import type { KeyAttribute } from './tables/table.ts';
import type { StoredTable, Tables } from './tables/tables.ts';
import { invalidValues, validation } from './validation-error.ts';
import { copyValue, emptyItem, type Item, typeOf, type Value } from './values/attribute-value.ts';
import { itemSize, largestItem } from './values/item-size.ts';
import { readItem } from './values/read-value.ts';

/** The members that writes of one item have in common, alone and in transactions. */
export interface WriteInput {
  TableName: string;
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
  ReturnValuesOnConditionCheckFailure?: string;
}

export type PutInput = WriteInput & { Item: Item };
export type KeyInput = WriteInput & { Key: Item };
export type UpdateInput = KeyInput & { UpdateExpression?: string };

/** A write that was checked by itself and waits to be checked against its table. */
export type Prepared<T extends ItemWrite = ItemWrite> = (tables: Tables) => T;

/** What an update changes, for those who ask for it. */
export interface UpdateWrite extends ItemWrite {
  paths: Path[];
}

/** Throws ValidationException for a put that is wrong by itself. */
export function preparePut(input: PutInput, given?: Condition): Prepared {
  const item = readItem(input.Item);
  if (itemSize(item) > largestItem) throw validation('Item size has exceeded the maximum allowed size');
  const placeholders = placeholdersOf(input);
  const condition = given ?? conditionOf(input, placeholders);
  placeholders.checkUsed();
  return (tables) => {
    const table = tableNamed(tables, input.TableName);
    const key = keyOfItem(table, item);
    return { table, key, condition, showItem: showsItem(input), change: () => item };
  };
}

/** Throws ValidationException for a delete that is wrong by itself. */
export function prepareDelete(input: KeyInput, given?: Condition): Prepared {
  return prepareKeyed(input, given, () => undefined);
}

/** Throws ValidationException for a check that is wrong by itself. */
export function prepareCheck(input: KeyInput): Prepared {
  return prepareKeyed(input, undefined, (old) => old);
}

function prepareKeyed(input: KeyInput, given: Condition | undefined, change: ItemWrite['change']): Prepared {
  const requested = readItem(input.Key);
  const placeholders = placeholdersOf(input);
  const condition = given ?? conditionOf(input, placeholders);
  placeholders.checkUsed();
  return (tables) => {
    const table = tableNamed(tables, input.TableName);
    const key = keyOfRequest(table, requested);
    return { table, key, condition, showItem: showsItem(input), change };
  };
}

/** Throws ValidationException for an update that is wrong by itself. */
export function prepareUpdate(input: UpdateInput, given?: Condition, actions?: UpdateAction[]): Prepared<UpdateWrite> {
  const requested = readItem(input.Key);
  const placeholders = placeholdersOf(input);
  const updates =
    actions ?? (input.UpdateExpression === undefined ? [] : parseUpdate(input.UpdateExpression, placeholders));
  const condition = given ?? conditionOf(input, placeholders);
  placeholders.checkUsed();
  return (tables) => {
    const table = tableNamed(tables, input.TableName);
    const key = keyOfRequest(table, requested);
    checkUpdates(table, updates);
    const change = (old: Item | undefined) => changed(table, old ?? requested, updates);
    return { table, key, condition, showItem: showsItem(input), change, paths: updates.map(({ path }) => path) };
  };
}

function changed(table: StoredTable, old: Item, updates: readonly UpdateAction[]): Item {
  const item = emptyItem();
  const touched = new Set(updates.map(({ path }) => path[0]));
  for (const name of Object.keys(old)) item[name] = touched.has(name) ? copyValue(old[name]!) : old[name]!;
  applyUpdate(item, updates);
  if (itemSize(item) > largestItem) throw validation('Item size to update has exceeded the maximum allowed size');
  for (const { key } of table.indexes) {
    for (const part of key.range ? [key.hash, key.range] : [key.hash]) {
      if (touched.has(part.name) && item[part.name]) checkIndexKey(item[part.name]!, part.type);
    }
  }
  return item;
}

function checkIndexKey(value: Value, type: KeyAttribute['type']): void {
  if (value[type] === undefined) {
    throw invalidValues('The update expression attempted to update the secondary index key to unsupported type');
  }
  if (value[type] !== '') return;
  throw validation(
    'One or more parameter values are not valid. The update expression attempted to update a secondary index key to a ' +
      'value that is not supported. The AttributeValue for a key attribute cannot contain an empty ' +
      `${type === 'B' ? 'binary' : 'string'} value.`,
  );
}

function checkUpdates(table: StoredTable, updates: readonly UpdateAction[]): void {
  const { hash, range } = table.key;
  for (const { name } of range ? [hash, range] : [hash]) {
    if (updates.some(({ path }) => path[0] === name)) {
      throw invalidValues(`Cannot update attribute ${name}. This attribute is part of the key`);
    }
  }
  for (const { key, name } of table.indexes) {
    for (const part of key.range ? [key.hash, key.range] : [key.hash]) {
      const update = updates.find(({ path }) => path.length === 1 && path[0] === part.name);
      if (update?.action !== 'SET' || !('value' in update.to)) continue;
      const type = typeOf(update.to.value);
      if (type !== part.type) {
        const types = `Expected: ${part.type} Actual: ${type}`;
        throw invalidValues(`Type mismatch for Index Key ${part.name} ${types} IndexName: ${name}`);
      }
    }
  }
  checkKeyPaths(
    table,
    updates.map(({ path }) => path),
  );
}

function placeholdersOf(input: WriteInput): Placeholders {
  return new Placeholders(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
}

function conditionOf({ ConditionExpression: source }: WriteInput, placeholders: Placeholders): Condition | undefined {
  return source === undefined ? undefined : parseCondition(source, 'ConditionExpression', placeholders);
}

function showsItem({ ReturnValuesOnConditionCheckFailure: mode }: WriteInput): boolean {
  return mode === 'ALL_OLD';
}
