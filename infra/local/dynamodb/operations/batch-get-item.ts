import { CapacityMeter, readUnits } from '../capacity.ts';
import type { Dynamo } from '../dynamo.ts';
import { project } from '../expression/projection.ts';
import { checkExpressionUse } from '../requests/check-expressions.ts';
import { checkKeyPaths, tableNamed } from '../requests/check-table.ts';
import { keyOfRequest } from '../tables/item-key.ts';
import { partitionPlace } from '../unsettled.ts';
import { validation } from '../validation-error.ts';
import type { Item } from '../values/attribute-value.ts';
import { itemSize } from '../values/item-size.ts';
import { readItem } from '../values/read-value.ts';
import { type ProjectionInput, pathsOf } from './get-item.ts';

type KeysInput = ProjectionInput & { Keys: Item[]; ConsistentRead?: boolean };

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const mostKeys = 100;
const largestAnswer = 16 * 1024 * 1024;

/** The same page. */
export async function batchGetItem(
  { tables, unsettled }: Dynamo,
  input: { RequestItems: Record<string, KeysInput>; ReturnConsumedCapacity?: string },
): Promise<object> {
  const requests = Object.entries(input.RequestItems).map(([name, request]) => checked(name, request));
  if (requests.reduce((sum, { keys }) => sum + keys.length, 0) > mostKeys) {
    throw validation('Too many items requested for the BatchGetItem call');
  }
  const located = requests.map(({ name, request, keys, paths }) => {
    const table = tableNamed(tables, name);
    if (paths) checkKeyPaths(table, paths);
    return { name, request, paths, table, keys: keys.map((key, place) => ({ place, key: keyOfRequest(table, key) })) };
  });
  const meter = new CapacityMeter(input.ReturnConsumedCapacity, 'read');
  const Responses: Record<string, Item[]> = Object.create(null);
  const UnprocessedKeys: Record<string, KeysInput> = Object.create(null);
  let bytes = 0;
  const settled: (Promise<void> | undefined)[] = [];
  for (const { name, request, paths, table, keys } of located) {
    const found: Item[] = [];
    Responses[name] = found;
    for (const { place, key } of keys) {
      if (bytes > largestAnswer) {
        UnprocessedKeys[name] = { ...request, Keys: request.Keys.slice(place) };
        break;
      }
      const item = table.rows.get(key);
      settled.push(unsettled.of(partitionPlace(table, key.hash)));
      const size = item ? itemSize(item) : 0;
      bytes += size;
      if (meter.counts) meter.add(table, readUnits(size, request.ConsistentRead === true));
      if (item) found.push(paths ? project(item, paths) : item);
    }
  }
  await Promise.all(settled);
  return { Responses, UnprocessedKeys, ...meter.all };
}

function checked(name: string, request: KeysInput) {
  checkExpressionUse(request, ['ProjectionExpression'], ['AttributesToGet']);
  const paths = pathsOf(request);
  const keys = request.Keys.map((key) => readItem(key));
  checkDistinct(keys.map((key) => JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1)))));
  return { name, request, keys, paths };
}

/** Throws ValidationException when two keys are the same. */
export function checkDistinct(keys: string[]): void {
  if (new Set(keys).size < keys.length) throw validation('Provided list of item keys contains duplicates');
}
