import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { CapacityMeter, readUnits } from '../capacity.ts';
import type { Dynamo } from '../dynamo.ts';
import type { Path } from '../expression/document-path.ts';
import { Placeholders } from '../expression/placeholders.ts';
import { parseProjection, project } from '../expression/projection.ts';
import { checkExpressionUse } from '../requests/check-expressions.ts';
import { checkKeyPaths, tableNamed } from '../requests/check-table.ts';
import { legacyPaths } from '../requests/legacy-paths.ts';
import { keyOfRequest } from '../tables/item-key.ts';
import { partitionPlace } from '../unsettled.ts';
import type { Item } from '../values/attribute-value.ts';
import { itemSize } from '../values/item-size.ts';
import { readItem } from '../values/read-value.ts';

/** What is asked of items that are named by their keys. */
export interface ProjectionInput {
  ProjectionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  AttributesToGet?: string[];
}

interface GetInput extends ProjectionInput {
  TableName: string;
  Key: Item;
  ConsistentRead?: boolean;
  ReturnConsumedCapacity?: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
export async function getItem(
  { tables, unsettled }: Dynamo,
  input: GetInput,
): Promise<{ Item?: Item; ConsumedCapacity?: ConsumedCapacity }> {
  checkExpressionUse(input, ['ProjectionExpression'], ['AttributesToGet']);
  const given = readItem(input.Key);
  const paths = pathsOf(input);
  const table = tableNamed(tables, input.TableName);
  const key = keyOfRequest(table, given);
  if (paths) checkKeyPaths(table, paths);
  const item = table.rows.get(key);
  await unsettled.of(partitionPlace(table, key.hash));
  const meter = new CapacityMeter(input.ReturnConsumedCapacity, 'read');
  if (meter.counts) meter.add(table, readUnits(item ? itemSize(item) : 0, input.ConsistentRead === true));
  return { ...(item && { Item: paths ? project(item, paths) : item }), ...meter.one };
}

/** The attributes that are asked for; undefined when all are. Throws ValidationException. */
export function pathsOf(input: ProjectionInput): Path[] | undefined {
  const placeholders = new Placeholders(input.ExpressionAttributeNames, undefined);
  const { ProjectionExpression: source } = input;
  const paths = source === undefined ? legacyPaths(input) : parseProjection(source, placeholders);
  placeholders.checkUsed();
  return paths;
}
