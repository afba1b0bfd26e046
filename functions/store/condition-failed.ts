import {
  type AttributeValue,
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

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
    this.item = item && unmarshall(item);
  }
}

/** The ConditionFailed that DynamoDB's error means, undefined when it means something else. */
export function conditionFailure(error: unknown): ConditionFailed | undefined {
  if (error instanceof ConditionalCheckFailedException) return new ConditionFailed(0, error.Item, error);
  if (error instanceof TransactionCanceledException) {
    const reasons = error.CancellationReasons ?? [];
    const index = reasons.findIndex((reason) => reason.Code === 'ConditionalCheckFailed');
    if (index >= 0) return new ConditionFailed(index, reasons[index]?.Item, error);
  }
  return undefined;
}

/** True when another transaction held an item of this write. */
export function isConflict(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  return (
    error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some((reason) => reason.Code === 'TransactionConflict')
  );
}
