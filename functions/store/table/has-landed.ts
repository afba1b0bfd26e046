import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ConditionFailed } from './condition-failed.ts';
import type { Write } from './table.ts';
import { toItem } from './to-item.ts';

/**
 * Whether writes that were refused have been done by an earlier try of the very same writes: what stands in the way of
 * one of them is what it would have left.
 */
export function hasLanded(writes: readonly Write[], { standing }: Pick<ConditionFailed, 'standing'>): boolean {
  return [...standing].some(([index, item]) => {
    const write = writes[index];
    return write !== undefined && isResult(write, item);
  });
}

function isResult(write: Write, item: Record<string, AttributeValue> | undefined): boolean {
  if ('put' in write) return item !== undefined && isDeepStrictEqual({ ...item }, toItem(write.put));
  if ('delete' in write) return item === undefined;
  if (!('update' in write) || !item) return false;
  const { set = {}, remove = [] } = write.change;
  const wanted = Object.entries(toItem(set));
  return (
    wanted.length > 0 &&
    wanted.every(([name, value]) => isDeepStrictEqual(item[name], value)) &&
    remove.every((name) => item[name] === undefined)
  );
}
