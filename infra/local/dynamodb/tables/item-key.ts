import { AwsError } from '../../aws-error.ts';
import { invalidValues, validation } from '../validation-error.ts';
import { attributeOf, type Item, typeOf, type Value } from '../values/attribute-value.ts';
import { bytesOf, textBytes } from '../values/item-size.ts';
import { keyBytes } from '../values/key-bytes.ts';
import type { Index, KeyAttribute, KeySchema, Table } from './table.ts';

/** Where an item lies: bytes that sort as its keys do; no bytes where there is no sort key. */
export interface ItemKey {
  hash: Uint8Array;
  range: Uint8Array;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const longestHash = 2048;
const longestRange = 1024;

const none = new Uint8Array();

/** Where the item with the key of a request lies; throws ValidationException when the key is not the table's. */
export function keyOfRequest({ key }: Table, given: Item): ItemKey {
  const parts = key.range ? [key.hash, key.range] : [key.hash];
  if (Object.keys(given).length !== parts.length) throw mismatch();
  for (const part of parts) {
    const value = attributeOf(given, part.name);
    if (value?.[part.type] === undefined) throw mismatch();
    checkKeyValue(part, value, part === key.hash);
  }
  return keyIn(key, given)!;
}

/** Where an item that is to be put lies; throws ValidationException when it has not the table's or an index's keys. */
export function keyOfItem({ key, indexes }: Table, item: Item): ItemKey {
  for (const part of key.range ? [key.hash, key.range] : [key.hash]) {
    const value = attributeOf(item, part.name);
    if (!value) throw invalidValues(`Missing the key ${part.name} in the item`);
    if (value[part.type] === undefined) {
      throw invalidValues(`Type mismatch for key ${part.name} expected: ${part.type} actual: ${typeOf(value)}`);
    }
    checkKeyValue(part, value, part === key.hash);
  }
  checkIndexKeys(indexes, item);
  return keyIn(key, item)!;
}

/** Throws ValidationException when an attribute of the item is of another type than an index over it. */
function checkIndexKeys(indexes: readonly Index[], item: Item): void {
  for (const index of indexes) {
    for (const part of index.key.range ? [index.key.hash, index.key.range] : [index.key.hash]) {
      const value = attributeOf(item, part.name);
      if (!value) continue;
      if (value[part.type] === undefined) {
        const types = `Expected: ${part.type} Actual: ${typeOf(value)}`;
        throw invalidValues(`Type mismatch for Index Key ${part.name} ${types} IndexName: ${index.name}`);
      }
      if (value.S === '' || value.B === '') {
        throw validation(
          'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
            `The AttributeValue for a key attribute cannot contain an empty ${emptyKind(value)} value. ` +
            `IndexName: ${index.name}, IndexKey: ${part.name}`,
        );
      }
    }
  }
}

/** Where an item lies in a table or index; undefined when it has not both keys. */
export function keyIn({ hash, range }: KeySchema, item: Item): ItemKey | undefined {
  const first = attributeOf(item, hash.name);
  const second = range && attributeOf(item, range.name);
  if (!first || (range && !second)) return undefined;
  return { hash: keyBytes(first), range: second ? keyBytes(second) : none };
}

/** Whether both lie at one place. */
export function sameKey(a: ItemKey, b: ItemKey): boolean {
  return Buffer.compare(a.hash, b.hash) === 0 && Buffer.compare(a.range, b.range) === 0;
}

/** The error of a key without anything in it, which is told before anything else is looked at. */
export class EmptyKey extends AwsError {}

/** Throws ValidationException for a value that is empty or too long for a key. */
export function checkKeyValue({ name }: KeyAttribute, value: Value, isHash: boolean): void {
  if (value.S === '' || value.B === '') {
    throw new EmptyKey(
      'ValidationException',
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ' +
        `${emptyKind(value)} value. Key: ${name}`,
    );
  }
  const bytes = value.S !== undefined ? textBytes(value.S) : value.B !== undefined ? bytesOf(value.B) : 0;
  if (isHash && bytes > longestHash) {
    throw invalidValues(`Size of hashkey has exceeded the maximum size limit of${longestHash} bytes`);
  }
  if (!isHash && bytes > longestRange) {
    throw invalidValues(`Aggregated size of all range keys has exceeded the size limit of ${longestRange} bytes`);
  }
}

function emptyKind(value: Value): string {
  return value.S === undefined ? 'binary' : 'string';
}

function mismatch(): Error {
  return validation('The provided key element does not match the schema');
}
