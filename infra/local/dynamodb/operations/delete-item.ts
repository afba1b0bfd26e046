import type { Dynamo } from '../dynamo.ts';
import { type KeyInput, prepareDelete } from '../prepare-write.ts';
import { checkExpressionUse } from '../requests/check-expressions.ts';
import { legacyCondition } from '../requests/legacy-conditions.ts';
import { type AloneInput, checkOldOnly, type WriteOutput, writeAlone } from './put-item.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html */
export async function deleteItem(dynamo: Dynamo, input: KeyInput & AloneInput): Promise<WriteOutput> {
  checkExpressionUse(input, ['ConditionExpression'], ['Expected', 'ConditionalOperator']);
  checkOldOnly(input.ReturnValues);
  const write = prepareDelete(input, legacyCondition(input))(dynamo.tables);
  return writeAlone(dynamo, write, input, input.ReturnValues === 'ALL_OLD');
}
