import { AwsError } from '../../aws-error.ts';
import { CapacityMeter } from '../capacity.ts';
import { type Dynamo, inWave } from '../dynamo.ts';
import { allCollectionMetrics } from '../item-collections.ts';
import { type Change, carryOut, decide, type ItemWrite } from '../item-write.ts';
import {
  type KeyInput,
  type Prepared,
  type PutInput,
  prepareCheck,
  prepareDelete,
  preparePut,
  prepareUpdate,
  type UpdateInput,
} from '../prepare-write.ts';
import { checkExpressionUse } from '../requests/check-expressions.ts';
import { EmptyKey } from '../tables/item-key.ts';
import { validation } from '../validation-error.ts';
import type { Item } from '../values/attribute-value.ts';
import { itemSize } from '../values/item-size.ts';
import { itemPlace } from './batch-write-item.ts';

interface TransactItem {
  ConditionCheck?: KeyInput;
  Put?: PutInput;
  Delete?: KeyInput;
  Update?: UpdateInput;
}

interface TransactInput {
  TransactItems: TransactItem[];
  ClientRequestToken?: string;
  ReturnConsumedCapacity?: string;
  ReturnItemCollectionMetrics?: string;
}

/** Why a part of a transaction stood in its way, or `None`. */
export interface Reason {
  Code: string;
  Message?: string;
  Item?: Item;
}

export const none: Reason = { Code: 'None' };
const largestTransaction = 4 * 1024 * 1024;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
export async function transactWriteItems(dynamo: Dynamo, input: TransactInput): Promise<object> {
  const { TransactItems, ClientRequestToken: token } = input;
  const prepared = TransactItems.map(prepare);
  const { writes, reasons } = locate(dynamo, prepared);
  if (new Set(writes.map(itemPlace)).size < writes.length) {
    throw validation('Transaction request cannot include multiple operations on one item');
  }
  if (reasons.some((reason) => reason !== none)) throw transactionCancelled(reasons);
  const request = token === undefined ? '' : JSON.stringify(TransactItems);
  return inWave(dynamo, () => {
    const now = dynamo.clock.now();
    const meter = new CapacityMeter(input.ReturnConsumedCapacity, 'write', true);
    if (token !== undefined && dynamo.tokens.isKnown(token, request, now)) return { answer: meter.all, places: [] };
    const changes = decideAll(writes, dynamo);
    const places = changes.flatMap((change) => {
      meter.addWrite(change.write.table, change.old, change.item, 2);
      return carryOut(change);
    });
    if (token !== undefined) dynamo.tokens.keep(token, request, now);
    return { answer: { ...meter.all, ...allCollectionMetrics(input.ReturnItemCollectionMetrics, changes) }, places };
  });
}

function prepare({ ConditionCheck, Put, Delete, Update }: TransactItem): Prepared {
  const given = [ConditionCheck, Put, Delete, Update].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  checkExpressionUse(given[0]!, Update ? ['UpdateExpression', 'ConditionExpression'] : ['ConditionExpression'], []);
  if (Put) return preparePut(Put);
  if (Update) return prepareUpdate(Update);
  return Delete ? prepareDelete(Delete) : prepareCheck(ConditionCheck!);
}

/** Keys that do not fit their table cancel the transaction, as conditions do. */
function locate({ tables }: Dynamo, prepared: Prepared[]): { writes: ItemWrite[]; reasons: Reason[] } {
  const writes: ItemWrite[] = [];
  const reasons = prepared.map((one) => {
    try {
      writes.push(one(tables));
      return none;
    } catch (error) {
      return reasonOf(error);
    }
  });
  return { writes, reasons };
}

function decideAll(writes: ItemWrite[], { tables }: Dynamo): Change[] {
  const changes: Change[] = [];
  const reasons = writes.map((write) => {
    try {
      changes.push(decide(write, tables));
      return none;
    } catch (error) {
      return reasonOf(error);
    }
  });
  if (reasons.some((reason) => reason !== none)) throw transactionCancelled(reasons);
  const bytes = changes.reduce((sum, { item }) => sum + (item ? itemSize(item) : 0), 0);
  if (bytes > largestTransaction) throw validation('Transaction request exceeds the maximum size of 4 MB');
  return changes;
}

/** Why a part of a transaction cannot be; throws what is no matter of that part alone. */
export function reasonOf(error: unknown): Reason {
  if (error instanceof EmptyKey) throw error;
  const { name, message, members } = error as AwsError;
  if (name === 'ValidationException') return { Code: 'ValidationError', Message: message };
  if (name === 'ConditionalCheckFailedException')
    return { Code: 'ConditionalCheckFailed', Message: message, ...members };
  throw error;
}

/** The error of a transaction that did not happen, with a reason for each of its parts. */
export function transactionCancelled(reasons: Reason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}
