import { asBase64 } from '../bytes.ts';
import { CountedMistake, validation } from '../validation-error.ts';
import { emptyItem, type Item, type TypeName, type Value } from './attribute-value.ts';
import { canonicalNumber } from './decimal.ts';

const known = new Set<string>(['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M']);

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const deepest = 31;

/**
 * A caller's value as it is kept: numbers written in the one way, sets without doubles, nothing shared with the caller.
 * Throws ValidationException.
 */
export function readValue(given: Value, depth = 0): Value {
  let type: TypeName | undefined;
  let more = false;
  for (const name in given) {
    if (!known.has(name) || given[name as TypeName] === undefined || given[name as TypeName] === null) continue;
    if (type) more = true;
    type ??= name as TypeName;
  }
  if (!type) throw validation('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  if (more)
    throw validation(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  if (depth > deepest) {
    throw validation(
      'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
    );
  }
  switch (type) {
    case 'S':
      return { S: given.S! };
    case 'N':
      return { N: canonicalNumber(given.N!) };
    case 'B':
      return { B: asBase64(given.B!) };
    case 'BOOL':
      return { BOOL: given.BOOL! };
    case 'NULL':
      if (!given.NULL)
        throw new CountedMistake(
          'One or more parameter values were invalid: Null attribute value types must have the value of true',
        );
      return { NULL: true };
    case 'L':
      return { L: given.L!.map((value) => readValue(value, depth + 1)) };
    case 'M':
      return { M: readItem(given.M!, depth + 1) };
    default:
      return readSet(type, given[type]!);
  }
}

/** An item, or the values of an expression, each as readValue gives it. */
export function readItem(given: Item, depth = 0): Item {
  const item = emptyItem();
  for (const name of Object.keys(given)) item[name] = readValue(given[name]!, depth);
  return item;
}

function readSet(type: 'SS' | 'NS' | 'BS', given: string[]): Value {
  if (given.length === 0) {
    const kind = { SS: 'An string set ', NS: 'An number set ', BS: 'Binary sets' }[type];
    throw new CountedMistake(
      `One or more parameter values were invalid: ${kind} ${type === 'BS' ? 'should not' : 'may not'} be empty`,
    );
  }
  const values = given.map(type === 'NS' ? canonicalNumber : type === 'BS' ? asBase64 : String);
  if (new Set(values).size < values.length) {
    if (type === 'NS') throw new CountedMistake('Input collection contains duplicates');
    const list = `Input collection [${values.join(', ')}]`;
    throw new CountedMistake(
      `One or more parameter values were invalid: ${list}${type === 'BS' ? 'of type BS ' : ' '}contains duplicates.`,
    );
  }
  return { [type]: values };
}
