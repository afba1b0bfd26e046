import { CapacityMeter, readUnits } from '../capacity.ts';
import type { Dynamo } from '../dynamo.ts';
import type { Path } from '../expression/document-path.ts';
import { project } from '../expression/projection.ts';
import { checkExpressionUse } from '../requests/check-expressions.ts';
import { checkKeyPaths, tableNamed } from '../requests/check-table.ts';
import { type ItemKey, keyOfRequest } from '../tables/item-key.ts';
import type { StoredTable } from '../tables/tables.ts';
import { partitionPlace } from '../unsettled.ts';
import { validation } from '../validation-error.ts';
import type { Item } from '../values/attribute-value.ts';
import { itemSize } from '../values/item-size.ts';
import { readItem } from '../values/read-value.ts';
import { itemPlace } from './batch-write-item.ts';
import { type ProjectionInput, pathsOf } from './get-item.ts';
import { none, reasonOf, transactionCancelled } from './transact-write-items.ts';

interface TransactGetInput {
  TransactItems: { Get: ProjectionInput & { TableName: string; Key: Item } }[];
  ReturnConsumedCapacity?: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html */
export async function transactGetItems({ tables, unsettled }: Dynamo, input: TransactGetInput): Promise<object> {
  const checked = input.TransactItems.map(({ Get }) => {
    checkExpressionUse(Get, ['ProjectionExpression'], []);
    return { name: Get.TableName, given: readItem(Get.Key), paths: pathsOf(Get) };
  });
  const meter = new CapacityMeter(input.ReturnConsumedCapacity, 'read', true);
  const located: { table: StoredTable; key: ItemKey; paths: Path[] | undefined }[] = [];
  const reasons = checked.map(({ name, given, paths }) => {
    try {
      const table = tableNamed(tables, name);
      located.push({ table, key: keyOfRequest(table, given), paths });
      if (paths) checkKeyPaths(table, paths);
      return none;
    } catch (error) {
      return reasonOf(error);
    }
  });
  if (reasons.some((reason) => reason !== none)) throw transactionCancelled(reasons);
  const places = located.map(itemPlace);
  if (new Set(places).size < places.length) {
    throw validation('Transaction request cannot include multiple operations on one item');
  }
  const Responses = located.map(({ table, key, paths }) => {
    const item = table.rows.get(key);
    if (meter.counts) meter.add(table, readUnits(item ? itemSize(item) : 0, true) * 2);
    return item ? { Item: paths ? project(item, paths) : item } : {};
  });
  await Promise.all(located.map(({ table, key }) => unsettled.of(partitionPlace(table, key.hash))));
  return { Responses, ...meter.all };
}
