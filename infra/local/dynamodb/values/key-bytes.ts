import type { Value } from './attribute-value.ts';
import { sortableNumber } from './decimal.ts';

/** Bytes that sort as DynamoDB sorts keys of one type: UTF-8, numbers by value, bytes as they are. */
export function keyBytes(value: Value): Uint8Array {
  if (value.S !== undefined) return Buffer.from(value.S);
  if (value.N !== undefined) return sortableNumber(value.N);
  return Buffer.from(value.B!, 'base64');
}

/** The first bytes after all that begin with these; undefined when there are none. */
export function afterPrefix(prefix: Uint8Array): Uint8Array | undefined {
  const end = Buffer.from(prefix);
  for (let place = end.length - 1; place >= 0; place--) {
    if (end[place]! === 255) continue;
    end[place]! += 1;
    return end.subarray(0, place + 1);
  }
  return undefined;
}
