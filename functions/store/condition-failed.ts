import type {
  AttributeValue,
  CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { unpacked } from './packed.ts';

/** A write whose condition did not hold. */
export class ConditionFailed extends Error {
  /** The item that stood in the way, if there was one. */
  readonly item: Record<string, unknown> | undefined;
  /** Which write of a transaction was refused; 0 for a single write. */
  readonly index: number;

  constructor(index: number, item: Record<string, AttributeValue> | undefined, cause: unknown) {
    super('The item is not in the state that this write expects.', { cause });
    this.name = 'ConditionFailed';
    this.index = index;
    this.item = item && unpacked(unmarshall(item));
  }
}

/** The ConditionFailed that DynamoDB's error means, undefined when it means something else. */
export function conditionFailure(error: unknown): ConditionFailed | undefined {
  const { name, Item } = error as ConditionalCheckFailedException;
  if (name === 'ConditionalCheckFailedException') return new ConditionFailed(0, Item, error);
  const reasons = cancellation(error);
  const index = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
  return index < 0 ? undefined : new ConditionFailed(index, reasons[index]?.Item, error);
}

/** True when another transaction held an item of this write. */
export function isConflict(error: unknown): boolean {
  if ((error as Error).name === 'TransactionConflictException') return true;
  return cancellation(error).some(({ Code }) => Code === 'TransactionConflict');
}

function cancellation(error: unknown): CancellationReason[] {
  const { name, CancellationReasons } = error as TransactionCanceledException;
  return name === 'TransactionCanceledException' ? (CancellationReasons ?? []) : [];
}
