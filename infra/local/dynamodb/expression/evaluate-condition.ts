import { type Item, typeOf, type Value } from '../values/attribute-value.ts';
import { beginsWith, compareValues, containsValue, equalValues } from '../values/compare-values.ts';
import { bytesOf } from '../values/item-size.ts';
import type { Condition, Operand } from './condition.ts';
import { valueAt } from './document-path.ts';

/** Whether the item meets the condition; what is missing equals nothing and is less or more than nothing. */
export function meetsCondition(item: Item, condition: Condition): boolean {
  if (condition.op === 'AND')
    return meetsCondition(item, condition.sides[0]) && meetsCondition(item, condition.sides[1]);
  if (condition.op === 'OR')
    return meetsCondition(item, condition.sides[0]) || meetsCondition(item, condition.sides[1]);
  if (condition.op === 'NOT') return !meetsCondition(item, condition.of);
  const { op, operands } = condition as Extract<Condition, { operands: Operand[] }>;
  const [first, second, third] = operands.map((operand) => resolve(item, operand));
  switch (op) {
    case 'attribute_exists':
      return first !== undefined;
    case 'attribute_not_exists':
      return first === undefined;
    case '<>':
      return !first || !second || !equalValues(first, second);
    case 'IN':
      return first !== undefined && operands.slice(1).some((one) => isEqual(first, resolve(item, one)));
    default:
      if (!first || !second) return false;
  }
  switch (op) {
    case '=':
      return equalValues(first, second);
    case 'attribute_type':
      return typeOf(first) === second.S;
    case 'begins_with':
      return beginsWith(first, second);
    case 'contains':
      return containsValue(first, second);
    case 'BETWEEN':
      return third !== undefined && within(first, second, third);
    default:
      return isOrdered(op, compareValues(first, second));
  }
}

function isEqual(a: Value, b: Value | undefined): boolean {
  return b !== undefined && equalValues(a, b);
}

function within(value: Value, lower: Value, upper: Value): boolean {
  return (compareValues(value, lower) ?? -1) >= 0 && (compareValues(value, upper) ?? 1) <= 0;
}

/** Whether a comparison's result, as for sorting, is what the comparator asks for. */
export function isOrdered(op: '<' | '<=' | '>' | '>=', result: number | undefined): boolean {
  if (result === undefined) return false;
  if (op === '<') return result < 0;
  if (op === '<=') return result <= 0;
  return op === '>' ? result > 0 : result >= 0;
}

function resolve(item: Item, operand: Operand): Value | undefined {
  if ('path' in operand) return valueAt(item, operand.path);
  if ('value' in operand) return operand.value;
  const value = resolve(item, operand.size);
  const size = value && sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

/** What `size` answers; undefined for what has none. */
function sizeOf(value: Value): number | undefined {
  if (value.S !== undefined) return value.S.length;
  if (value.B !== undefined) return bytesOf(value.B);
  if (value.M) return Object.keys(value.M).length;
  return (value.L ?? value.SS ?? value.NS ?? value.BS)?.length;
}
