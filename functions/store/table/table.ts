import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { client } from '#functions/aws/clients.ts';
import { environment } from '#functions/aws/environment.ts';
import { pauseBefore, persist } from '#functions/aws/persist.ts';
import { conditionFailure } from './condition-failed.ts';
import { type AnyCondition, type Change, type Condition, Expression } from './expression.ts';
import { hasLanded } from './has-landed.ts';
import { unpacked } from './packed.ts';
import { type IndexName, type Item, type Key, type PackedKind, type Place, tableShape } from './table-shape.ts';
import { toItem } from './to-item.ts';

/** One write of a transaction; its condition names what lies apart in items of that kind. */
export type Write = { [K in Kind]: WriteOf<K> }[Kind];

type Kind = PackedKind | 'plain';

type WriteOf<K extends Kind> =
  | { put: Item<K>; if?: Condition<K> }
  | { update: Key<K>; change: Change; if?: Condition<K> }
  | { delete: Key<K>; if?: Condition<K> }
  | { check: Key<K>; if: Condition<K> };

export interface Query {
  pk: string;
  index?: IndexName;
  /** Sort keys that begin so; not together with `from` and `to`. */
  prefix?: string;
  /** Bounds of the sort key, inclusive. */
  from?: string;
  to?: string;
  newestFirst?: boolean;
  limit?: number;
  /** `next` of the page before; base table only. */
  cursor?: string;
  filter?: AnyCondition;
  consistent?: boolean;
}

/** Calls for a batch of which the table takes only a part each time. */
const mostParts = 12;

/** The item, read after every write that was answered before; undefined when there is none. */
export async function getItem<T extends object>({ pk, sk }: Place): Promise<(T & Place) | undefined> {
  const Key = { pk: { S: pk }, sk: { S: sk } };
  const command = new GetItemCommand({ TableName: table(), Key, ConsistentRead: true });
  const answer = await persist(() => client('dynamodb').send(command));
  return answer.Item && (unpacked(unmarshall(answer.Item)) as T & Place);
}

/** Those of up to some hundred items that exist, in no order. */
export async function getItems<T extends object>(keys: Place[]): Promise<(T & Place)[]> {
  const found: (T & Place)[] = [];
  for (let start = 0; start < keys.length; start += 100) {
    let Keys: Record<string, AttributeValue>[] | undefined = keys
      .slice(start, start + 100)
      .map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
    for (let attempt = 0; Keys?.length; attempt++) {
      if (attempt) await nextPart(attempt);
      const command: BatchGetItemCommand = new BatchGetItemCommand({
        RequestItems: { [table()]: { Keys, ConsistentRead: true } },
      });
      const answer: BatchGetItemCommandOutput = await persist(() => client('dynamodb').send(command));
      for (const item of answer.Responses?.[table()] ?? []) found.push(unpacked(unmarshall(item)) as T & Place);
      Keys = answer.UnprocessedKeys?.[table()]?.Keys;
    }
  }
  return found;
}

/** Writes the whole item; throws ConditionFailed with the item that stood in the way. */
export async function putItem<K extends Kind>(item: Item<K>, condition?: Condition<NoInfer<K>>): Promise<void> {
  const command = () =>
    new PutItemCommand({
      TableName: table(),
      Item: toItem(item),
      ...(condition && {
        ...conditional(new Expression().condition(condition)),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
      }),
    });
  await written([{ put: item } as Write], () => client('dynamodb').send(command()));
}

/** Writes items without condition, replacing what is there; any number, 25 a call. */
export async function putItems(items: Item<Kind>[]): Promise<void> {
  for (let start = 0; start < items.length; start += 25) {
    let requests = items.slice(start, start + 25).map((item) => ({ PutRequest: { Item: toItem(item) } }));
    for (let attempt = 0; requests.length > 0; attempt++) {
      if (attempt) await nextPart(attempt);
      const command = new BatchWriteItemCommand({ RequestItems: { [table()]: requests } });
      const answer = await persist(() => client('dynamodb').send(command));
      requests = (answer.UnprocessedItems?.[table()] ?? []) as typeof requests;
    }
  }
}

/** Changes some attributes, making the item when there is none; throws ConditionFailed with the item as it is. */
export async function updateItem<K extends Kind>(
  { pk, sk }: Key<K>,
  change: Change,
  condition?: Condition<NoInfer<K>>,
): Promise<void> {
  const e = new Expression().change(change);
  if (condition) e.condition(condition);
  const command = () =>
    new UpdateItemCommand({
      TableName: table(),
      Key: { pk: { S: pk }, sk: { S: sk } },
      UpdateExpression: e.update,
      ...conditional(e),
      ...(condition && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
    });
  await written([{ update: { pk, sk }, change }], () => client('dynamodb').send(command()));
}

/** Removes the item, if there is one; throws ConditionFailed with the item as it is. */
export async function deleteItem<K extends Kind>({ pk, sk }: Key<K>, condition?: Condition<NoInfer<K>>): Promise<void> {
  const command = () =>
    new DeleteItemCommand({
      TableName: table(),
      Key: { pk: { S: pk }, sk: { S: sk } },
      ...(condition && {
        ...conditional(new Expression().condition(condition)),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
      }),
    });
  await written([{ delete: { pk, sk } }], () => client('dynamodb').send(command()));
}

/** All of the writes or none; throws ConditionFailed whose `index` tells which of them was refused. */
export async function transact(writes: Write[]): Promise<void> {
  const command = () => new TransactWriteItemsCommand({ TransactItems: writes.map(toTransactItem) });
  await written(writes, () => client('dynamodb').send(command()));
}

/** One page of a partition in the order of its sort key; `next` leads to the following page and is absent on the last. */
export async function queryItems<T extends object>(query: Query): Promise<{ items: (T & Place)[]; next?: string }> {
  const { partition: pkName, sort: skName } = query.index ? tableShape.indexes[query.index] : tableShape.key;
  const e = new Expression().range(pkName, skName, query);
  if (query.filter) e.filter(query.filter);
  const command = new QueryCommand({
    TableName: table(),
    IndexName: query.index,
    KeyConditionExpression: e.keys,
    FilterExpression: e.filtered,
    ExpressionAttributeNames: e.names,
    ExpressionAttributeValues: e.values,
    ScanIndexForward: !query.newestFirst,
    Limit: query.limit,
    ConsistentRead: query.consistent,
    ExclusiveStartKey: query.cursor ? { pk: { S: query.pk }, sk: { S: fromCursor(query.cursor) } } : undefined,
  });
  const answer = await persist(() => client('dynamodb').send(command));
  const items = (answer.Items ?? []).map((item) => unpacked(unmarshall(item)) as T & Place);
  const last = answer.LastEvaluatedKey?.[skName]?.S;
  return last === undefined ? { items } : { items, next: toCursor(last) };
}

/** Every item of a partition, page after page: for partitions that are small by nature. */
export async function queryAll<T extends object>(query: Omit<Query, 'cursor' | 'limit'>): Promise<(T & Place)[]> {
  const items: (T & Place)[] = [];
  let cursor: string | undefined;
  do {
    const page = await queryItems<T>(cursor ? { ...query, cursor } : query);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return items;
}

/** A cursor for a sort key. It holds nothing else: whoever alters it stays in the partition that the caller asked for. */
export function toCursor(sk: string): string {
  return Buffer.from(sk).toString('base64url');
}

/** The sort key in a cursor. */
export function fromCursor(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString();
}

function table(): string {
  return environment('MILLRACE_TABLE');
}

function conditional(e: Expression) {
  return {
    ConditionExpression: e.conditions,
    ExpressionAttributeNames: e.names,
    ExpressionAttributeValues: e.values,
  };
}

function toTransactItem(write: Write) {
  const TableName = table();
  const e = new Expression();
  if ('update' in write) e.change(write.change);
  if (write.if) e.condition(write.if);
  const common = { TableName, ...conditional(e), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
  if ('put' in write) return { Put: { ...common, Item: toItem(write.put) } };
  if ('update' in write) return { Update: { ...common, Key: marshalledKey(write.update), UpdateExpression: e.update } };
  if ('delete' in write) return { Delete: { ...common, Key: marshalledKey(write.delete) } };
  return { ConditionCheck: { ...common, Key: marshalledKey(write.check), ConditionExpression: e.conditions } };
}

function marshalledKey({ pk, sk }: Place): Record<string, AttributeValue> {
  return { pk: { S: pk }, sk: { S: sk } };
}

/**
 * Sends a write until it is taken or refused for good. One that is refused by what an earlier try of it has left was
 * taken: the answer to that try was lost.
 */
function written(writes: Write[], send: () => Promise<unknown>): Promise<unknown> {
  return persist(async (unsure) => {
    try {
      return await send();
    } catch (error) {
      const refused = conditionFailure(error);
      if (!refused) throw error;
      if (unsure && hasLanded(writes, refused)) return undefined;
      throw refused;
    }
  });
}

async function nextPart(attempt: number): Promise<void> {
  if (attempt > mostParts) throw new PartsLeft();
  await pauseBefore(attempt);
}

/** The table took only a part of a batch, again and again. */
class PartsLeft extends Error {
  // As an error of AWS: it may pass.
  readonly $metadata = {};

  constructor() {
    super('The table is too busy to take all of a batch.');
    this.name = 'ProvisionedThroughputExceededException';
  }
}
