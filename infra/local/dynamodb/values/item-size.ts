import type { Item, Value } from './attribute-value.ts';
import { numberSize } from './decimal.ts';

/** Bytes of the largest item, https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
export const largestItem = 400 * 1024;

/**
 * Bytes that an item counts for,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: Item): number {
  let size = 0;
  for (const name in item) size += textBytes(name) + valueSize(item[name]!);
  return size;
}

/** Bytes that a value counts for. */
export function valueSize(value: Value): number {
  if (value.S !== undefined) return textBytes(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return bytesOf(value.B);
  if (value.M) return 3 + Object.keys(value.M).length + itemSize(value.M);
  if (value.L) return 3 + value.L.reduce((sum, each) => sum + 1 + valueSize(each), 0);
  if (value.SS) return value.SS.reduce((sum, each) => sum + textBytes(each), 0);
  if (value.NS) return value.NS.reduce((sum, each) => sum + numberSize(each), 0);
  if (value.BS) return value.BS.reduce((sum, each) => sum + bytesOf(each), 0);
  return 1;
}

/** Bytes in base64 text. */
export function bytesOf(base64: string): number {
  return Buffer.byteLength(base64, 'base64');
}

/** Bytes of a text in UTF-8. */
export function textBytes(text: string): number {
  return Buffer.byteLength(text);
}
