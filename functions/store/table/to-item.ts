import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** The item as DynamoDB keeps it; members that are undefined are left out. */
export function toItem(item: object): Record<string, AttributeValue> {
  return marshall(item, { removeUndefinedValues: true });
}
