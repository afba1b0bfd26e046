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
  /** What stood in the way of each write that was refused, as it lies in the table. */
  readonly standing: ReadonlyMap<number, Record<string, AttributeValue> | undefined>;

  constructor(standing: ReadonlyMap<number, Record<string, AttributeValue> | undefined>, cause: unknown) {
    super('The item is not in the state that this write expects.', { cause });
    this.name = 'ConditionFailed';
    const [index = 0, item] = standing.entries().next().value ?? [];
    this.standing = standing;
    this.index = index;
    this.item = item && unpacked(unmarshall(item));
  }
}

/** The ConditionFailed that DynamoDB's error means, undefined when it means something else. */
export function conditionFailure(error: unknown): ConditionFailed | undefined {
  const { name, Item } = error as ConditionalCheckFailedException;
  if (name === 'ConditionalCheckFailedException') return new ConditionFailed(new Map([[0, Item]]), error);
  const refused = cancellation(error).flatMap(({ Code, Item: item }, index) =>
    Code === 'ConditionalCheckFailed' ? [[index, item] as const] : [],
  );
  return refused.length > 0 ? new ConditionFailed(new Map(refused), error) : undefined;
}

/** False when the condition of the write did not hold. */
export async function unlessRefused(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

function cancellation(error: unknown): CancellationReason[] {
  const { name, CancellationReasons } = error as TransactionCanceledException;
  return name === 'TransactionCanceledException' ? (CancellationReasons ?? []) : [];
}
