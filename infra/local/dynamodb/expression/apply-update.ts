import { validation } from '../validation-error.ts';
import { attributeOf, copyValue, type Item, type TypeName, typeOf, type Value } from '../values/attribute-value.ts';
import { addNumbers, subtractNumbers } from '../values/decimal.ts';
import { childOf, type Path, valueAt } from './document-path.ts';
import type { SetOperand, UpdateAction } from './update.ts';

const removed: unique symbol = Symbol('removed');
type Place = Value | typeof removed;

/**
 * Changes the item; every operand is what it was before. Places of a list are those of before, too, and what is set behind
 * its end is appended. Throws ValidationException, and may then have changed some.
 */
export function applyUpdate(item: Item, actions: readonly UpdateAction[]): void {
  const values = actions.map((action) => (action.action === 'SET' ? copyValue(compute(action.to, item)) : undefined));
  const lists = new Set<Value[]>();
  for (const [place, action] of actions.entries()) {
    const parent = parentOf(item, action.path, lists);
    const name = action.path.at(-1)!;
    if (action.action === 'SET') put(parent, name, values[place]!);
    else if (action.action === 'REMOVE') remove(parent, name);
    else if (action.action === 'ADD') put(parent, name, sum(memberOf(parent, name), action.value));
    else take(parent, name, action.value);
  }
  for (const list of lists) tidy(list);
}

function tidy(list: Value[]): void {
  const kept = (list as Place[]).filter((value) => value !== undefined && value !== removed) as Value[];
  list.splice(0, list.length, ...kept);
}

type Parent = { M: Item } | { L: Value[] };

function parentOf(item: Item, path: Path, lists: Set<Value[]>): Parent {
  let value: Value | undefined = { M: item };
  for (const part of path.slice(0, -1)) value = value && childOf(value, part);
  const last = path.at(-1)!;
  if (typeof last === 'string' && value?.M) return { M: value.M };
  if (typeof last === 'number' && value?.L) {
    lists.add(value.L);
    return { L: value.L };
  }
  throw validation('The document path provided in the update expression is invalid for update');
}

function memberOf(parent: Parent, name: string | number): Value | undefined {
  return 'M' in parent ? attributeOf(parent.M, name as string) : parent.L[name as number];
}

function put(parent: Parent, name: string | number, value: Value): void {
  if ('M' in parent) parent.M[name as string] = value;
  else parent.L[Math.min(name as number, 1e6)] = value;
}

function remove(parent: Parent, name: string | number): void {
  if ('M' in parent) delete parent.M[name as string];
  else if ((name as number) < parent.L.length) (parent.L as Place[])[name as number] = removed;
}

function sum(value: Value | undefined, added: Value): Value {
  const type = typeOf(added);
  if (value && typeOf(value) !== type) throw wrongType();
  if (type === 'N') return { N: addNumbers(value?.N ?? '0', added.N!) };
  const set = type as 'SS' | 'NS' | 'BS';
  return { [set]: [...new Set([...(value?.[set] ?? []), ...added[set]!])] };
}

function take(parent: Parent, name: string | number, taken: Value): void {
  const value = memberOf(parent, name);
  if (!value) return;
  const type = typeOf(taken) as 'SS' | 'NS' | 'BS';
  if (typeOf(value) !== type) throw wrongType();
  const left = value[type]!.filter((each) => !taken[type]!.includes(each));
  if (left.length > 0) put(parent, name, { [type]: left });
  else remove(parent, name);
}

function compute(operand: SetOperand, item: Item): Value {
  if ('value' in operand) return operand.value;
  if ('sum' in operand) {
    const [first, second] = operand.operands.map((each) => ofType(compute(each, item), 'N').N!);
    return { N: operand.sum === '+' ? addNumbers(first!, second!) : subtractNumbers(first!, second!) };
  }
  if (!('function' in operand)) {
    const value = valueAt(item, operand.path);
    if (!value) throw validation('The provided expression refers to an attribute that does not exist in the item');
    return value;
  }
  if (operand.function === 'if_not_exists') return valueAt(item, operand.path) ?? compute(operand.otherwise, item);
  const [first, second] = operand.operands.map((each) => ofType(compute(each, item), 'L').L!);
  return { L: [...first!, ...second!] };
}

function ofType(value: Value, type: TypeName): Value {
  if (typeOf(value) !== type) throw wrongType();
  return value;
}

function wrongType(): Error {
  return validation('An operand in the update expression has an incorrect data type');
}
