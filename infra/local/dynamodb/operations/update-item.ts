import { CapacityMeter } from '../capacity.ts';
import { type Dynamo, inWave } from '../dynamo.ts';
import type { Path } from '../expression/document-path.ts';
import { project } from '../expression/projection.ts';
import { collectionMetrics } from '../item-collections.ts';
import { carryOut, decide } from '../item-write.ts';
import { prepareUpdate, type UpdateInput } from '../prepare-write.ts';
import { checkExpressionUse } from '../requests/check-expressions.ts';
import { legacyCondition } from '../requests/legacy-conditions.ts';
import { legacyUpdates } from '../requests/legacy-updates.ts';
import { counted } from '../validation-error.ts';
import type { Item } from '../values/attribute-value.ts';
import type { AloneInput, WriteOutput } from './put-item.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html */
export async function updateItem(dynamo: Dynamo, input: UpdateInput & AloneInput): Promise<WriteOutput> {
  const prepared = counted(() => {
    const legacy = ['AttributeUpdates', 'Expected', 'ConditionalOperator'];
    checkExpressionUse(input, ['UpdateExpression', 'ConditionExpression'], legacy);
    return prepareUpdate(input, legacyCondition(input), legacyUpdates(input));
  });
  const write = prepared(dynamo.tables);
  return inWave(dynamo, () => {
    const change = decide(write, dynamo.tables);
    const { old, item } = change;
    const places = carryOut(change);
    const meter = new CapacityMeter(input.ReturnConsumedCapacity, 'write');
    meter.addWrite(write.table, old, item);
    const Attributes = returned(input.ReturnValues, old, item!, write.paths);
    const metrics = collectionMetrics(input.ReturnItemCollectionMetrics, change);
    const members = { ...meter.one, ...(metrics && { ItemCollectionMetrics: metrics }) };
    return { answer: { ...(Attributes && { Attributes }), ...members }, places };
  });
}

function returned(mode: string | undefined, old: Item | undefined, item: Item, paths: Path[]): Item | undefined {
  if (mode === 'ALL_OLD') return old;
  if (mode === 'ALL_NEW') return item;
  if (mode !== 'UPDATED_OLD' && mode !== 'UPDATED_NEW') return undefined;
  const from = mode === 'UPDATED_NEW' ? item : old;
  const attributes = from && project(from, paths);
  return attributes && Object.keys(attributes).length > 0 ? attributes : undefined;
}
