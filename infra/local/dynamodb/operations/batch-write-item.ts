import { CapacityMeter } from '../capacity.ts';
import { type Dynamo, inWave } from '../dynamo.ts';
import { allCollectionMetrics } from '../item-collections.ts';
import { carryOut, decide, type ItemWrite } from '../item-write.ts';
import { type Prepared, prepareDelete, preparePut } from '../prepare-write.ts';
import { validation } from '../validation-error.ts';
import type { Item } from '../values/attribute-value.ts';
import { checkDistinct } from './batch-get-item.ts';

interface WriteRequest {
  PutRequest?: { Item: Item };
  DeleteRequest?: { Key: Item };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const mostWrites = 25;

/** The same page. */
export async function batchWriteItem(
  dynamo: Dynamo,
  input: {
    RequestItems: Record<string, WriteRequest[]>;
    ReturnConsumedCapacity?: string;
    ReturnItemCollectionMetrics?: string;
  },
): Promise<object> {
  const prepared = Object.entries(input.RequestItems).flatMap(([name, requests]) =>
    requests.map((request) => prepare(name, request)),
  );
  if (prepared.length > mostWrites) throw validation('Too many items requested for the BatchWriteItem call');
  const writes = prepared.map((one) => one(dynamo.tables));
  checkDistinct(writes.map(itemPlace));
  return inWave(dynamo, () => {
    const meter = new CapacityMeter(input.ReturnConsumedCapacity, 'write');
    const changes = writes.map((write) => decide(write, dynamo.tables));
    const places = changes.flatMap((change) => {
      meter.addWrite(change.write.table, change.old, change.item);
      return carryOut(change);
    });
    const metrics = allCollectionMetrics(input.ReturnItemCollectionMetrics, changes);
    return { answer: { UnprocessedItems: {}, ...meter.all, ...metrics }, places };
  });
}

function prepare(TableName: string, { PutRequest, DeleteRequest }: WriteRequest): Prepared {
  if (PutRequest && DeleteRequest) {
    throw validation(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (PutRequest) return preparePut({ TableName, Item: PutRequest.Item });
  if (DeleteRequest) return prepareDelete({ TableName, Key: DeleteRequest.Key });
  throw validation('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
}

/** Text that is equal for two writes of one item. */
export function itemPlace({ table, key }: Pick<ItemWrite, 'table' | 'key'>): string {
  return `${table.id} ${Buffer.from(key.hash).toString('hex')} ${Buffer.from(key.range).toString('hex')}`;
}
