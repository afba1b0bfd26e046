import { type TypeName, typeOf, type Value } from './attribute-value.ts';
import { compareNumbers } from './decimal.ts';

/** Whether two values are of one type and equal; the order of sets says nothing. */
export function equalValues(a: Value, b: Value): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  switch (type) {
    case 'SS':
    case 'NS':
    case 'BS': {
      const other = new Set(b[type]);
      return a[type]!.length === other.size && a[type]!.every((each) => other.has(each));
    }
    case 'L':
      return a.L!.length === b.L!.length && a.L!.every((each, place) => equalValues(each, b.L![place]!));
    case 'M': {
      const names = Object.keys(a.M!);
      const same = (name: string) => Object.hasOwn(b.M!, name) && equalValues(a.M![name]!, b.M![name]!);
      return names.length === Object.keys(b.M!).length && names.every(same);
    }
    default:
      return a[type] === b[type];
  }
}

/** Types whose values have an order. */
export function isOrdered(type: TypeName): boolean {
  return type === 'S' || type === 'N' || type === 'B';
}

/** Less than zero, zero or more; undefined for values that have no order among each other. */
export function compareValues(a: Value, b: Value): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return compareTexts(a.S, b.S);
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N);
  if (a.B !== undefined && b.B !== undefined)
    return Buffer.compare(Buffer.from(a.B, 'base64'), Buffer.from(b.B, 'base64'));
  return undefined;
}

/** By the bytes of UTF-8. */
function compareTexts(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Whether a text or bytes begin with others. */
export function beginsWith(value: Value, beginning: Value): boolean {
  if (value.S !== undefined && beginning.S !== undefined) return value.S.startsWith(beginning.S);
  if (value.B === undefined || beginning.B === undefined) return false;
  const wanted = Buffer.from(beginning.B, 'base64');
  return Buffer.from(value.B, 'base64').subarray(0, wanted.length).equals(wanted);
}

/** Whether a text or bytes hold others in a row, or a set or list holds the element. */
export function containsValue(value: Value, part: Value): boolean {
  if (value.S !== undefined) return part.S !== undefined && value.S.includes(part.S);
  if (value.B !== undefined)
    return part.B !== undefined && Buffer.from(value.B, 'base64').includes(Buffer.from(part.B, 'base64'));
  if (value.SS) return part.S !== undefined && value.SS.includes(part.S);
  if (value.NS) return part.N !== undefined && value.NS.includes(part.N);
  if (value.BS) return part.B !== undefined && value.BS.includes(part.B);
  return value.L?.some((each) => equalValues(each, part)) ?? false;
}
