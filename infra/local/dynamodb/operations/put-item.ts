import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { CapacityMeter } from '../capacity.ts';
import { type Dynamo, inWave } from '../dynamo.ts';
import { collectionMetrics } from '../item-collections.ts';
import { carryOut, decide, type ItemWrite } from '../item-write.ts';
import { type PutInput, preparePut } from '../prepare-write.ts';
import { checkExpressionUse } from '../requests/check-expressions.ts';
import { legacyCondition } from '../requests/legacy-conditions.ts';
import { CountedMistake, counted } from '../validation-error.ts';
import type { Item } from '../values/attribute-value.ts';

/** What writes of one item may ask for beside the write. */
export interface AloneInput {
  ReturnValues?: string;
  ReturnConsumedCapacity?: string;
  ReturnItemCollectionMetrics?: string;
}

/** What answers of PutItem, UpdateItem and DeleteItem hold. */
export interface WriteOutput {
  Attributes?: Item;
  ConsumedCapacity?: ConsumedCapacity;
  ItemCollectionMetrics?: object;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html */
export async function putItem(dynamo: Dynamo, input: PutInput & AloneInput): Promise<WriteOutput> {
  const prepared = counted(() => {
    checkExpressionUse(input, ['ConditionExpression'], ['Expected', 'ConditionalOperator']);
    checkOldOnly(input.ReturnValues);
    return preparePut(input, legacyCondition(input));
  });
  const write = prepared(dynamo.tables);
  return writeAlone(dynamo, write, input, input.ReturnValues === 'ALL_OLD');
}

/** Throws ValidationException unless a write is to return what was there before, or nothing. */
export function checkOldOnly(mode: string | undefined): void {
  if (mode !== undefined && mode !== 'ALL_OLD' && mode !== 'NONE') {
    throw new CountedMistake('ReturnValues can only be ALL_OLD or NONE');
  }
}

/** Carries out one write; its answer shows the item as it was if `showOld`. */
export function writeAlone(
  dynamo: Dynamo,
  write: ItemWrite,
  { ReturnConsumedCapacity, ReturnItemCollectionMetrics }: AloneInput,
  showOld: boolean,
): Promise<WriteOutput> {
  return inWave(dynamo, () => {
    const change = decide(write, dynamo.tables);
    const { old, item } = change;
    const places = carryOut(change);
    const meter = new CapacityMeter(ReturnConsumedCapacity, 'write');
    meter.addWrite(write.table, old, item);
    const metrics = collectionMetrics(ReturnItemCollectionMetrics, change);
    const members = { ...meter.one, ...(metrics && { ItemCollectionMetrics: metrics }) };
    return { answer: { ...(showOld && old && { Attributes: old }), ...members }, places };
  });
}
