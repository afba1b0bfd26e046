import type { Condition, Operand } from '../expression/condition.ts';
import type { KeyTest } from '../expression/key-condition.ts';
import { invalidValues, validation } from '../validation-error.ts';
import { type TypeName, typeOf, type Value } from '../values/attribute-value.ts';
import { compareValues } from '../values/compare-values.ts';
import { readValue } from '../values/read-value.ts';

/** A test in Expected, QueryFilter, ScanFilter or KeyConditions, which expressions replaced. */
export interface LegacyTest {
  ComparisonOperator?: string;
  AttributeValueList?: Value[];
  Value?: Value;
  Exists?: boolean;
}

type LegacyTests = Record<string, LegacyTest>;

const scalars: readonly TypeName[] = ['S', 'N', 'B'];
const counts: Record<string, number> = { NULL: 0, NOT_NULL: 0, BETWEEN: 2 };
const types: Record<string, readonly TypeName[]> = {
  LE: scalars,
  LT: scalars,
  GE: scalars,
  GT: scalars,
  CONTAINS: scalars,
  NOT_CONTAINS: scalars,
  BEGINS_WITH: ['S', 'B'],
  IN: scalars,
  BETWEEN: scalars,
};
const comparators = { EQ: '=', NE: '<>', LE: '<=', LT: '<', GE: '>=', GT: '>' } as const;

/** The condition that Expected means; throws ValidationException. */
export function legacyCondition(input: object): Condition | undefined {
  const { Expected, ConditionalOperator } = input as { Expected?: LegacyTests; ConditionalOperator?: string };
  if (!Expected) {
    if (ConditionalOperator !== undefined) {
      throw validation('ConditionalOperator cannot be used without Filter or Expected');
    }
    return undefined;
  }
  return joined(
    Object.entries(Expected).map(([name, test]) => expectation(name, test)),
    ConditionalOperator,
  );
}

/** The condition that QueryFilter or ScanFilter means; throws ValidationException. */
export function legacyFilter(tests: LegacyTests | undefined, operator: string | undefined): Condition | undefined {
  if (!tests) {
    if (operator !== undefined) throw validation('ConditionalOperator cannot be used without Filter or Expected');
    return undefined;
  }
  return joined(
    Object.entries(tests).map(([name, test]) => comparison(name, test)),
    operator,
  );
}

/** The tests that KeyConditions means; throws ValidationException. */
export function legacyKeyTests(tests: LegacyTests): Map<string, KeyTest> {
  const found = new Map<string, KeyTest>();
  for (const [name, test] of Object.entries(tests)) {
    const values = checkedValues(test);
    const op = test.ComparisonOperator!;
    const isKeyOp = op === 'BETWEEN' || op === 'BEGINS_WITH' || (op in comparators && op !== 'NE');
    if (!isKeyOp) throw validation('Attempted conditional constraint is not an indexable operation');
    const meant = op === 'BEGINS_WITH' ? 'begins_with' : op === 'BETWEEN' ? op : comparators[op as 'EQ'];
    found.set(name, { op: meant, values });
  }
  if (found.size < 1 || found.size > 2) throw validation('Conditions can be of length 1 or 2 only');
  return found;
}

function joined(conditions: Condition[], operator: string | undefined): Condition | undefined {
  const op = operator === 'OR' ? 'OR' : 'AND';
  return conditions.reduce<Condition | undefined>(
    (left, right) => (left ? { op, sides: [left, right] } : right),
    undefined,
  );
}

function expectation(name: string, test: LegacyTest): Condition {
  const { ComparisonOperator: op, AttributeValueList: list, Value: value, Exists: exists } = test;
  if (list && value) throw invalidValues(`Value and AttributeValueList cannot be used together for Attribute: ${name}`);
  if (op !== undefined) {
    if (exists !== undefined) {
      throw invalidValues(`Exists and ComparisonOperator cannot be used together for Attribute: ${name}`);
    }
    if (op !== 'NULL' && op !== 'NOT_NULL' && !list && !value) {
      const rule = `Value or AttributeValueList must be used with ComparisonOperator: ${op} for Attribute: ${name}`;
      throw invalidValues(rule);
    }
    return comparison(name, value ? { ComparisonOperator: op, AttributeValueList: [value] } : test);
  }
  if (list) throw invalidValues(`AttributeValueList can only be used with a ComparisonOperator for Attribute: ${name}`);
  if (exists === false) {
    if (value) throw invalidValues(`Value cannot be used when Exists is false for Attribute: ${name}`);
    return { op: 'attribute_not_exists', operands: [{ path: [name] }] };
  }
  if (!value) {
    throw invalidValues(`Value must be provided when Exists is ${exists ?? 'null'} for Attribute: ${name}`);
  }
  return { op: '=', operands: [{ path: [name] }, { value: readValue(value) }] };
}

function comparison(name: string, test: LegacyTest): Condition {
  const values = checkedValues(test);
  const operands: Operand[] = [{ path: [name] }, ...values.map((value) => ({ value }))];
  const op = test.ComparisonOperator!;
  if (op in comparators) return { op: comparators[op as keyof typeof comparators], operands };
  if (op === 'NULL') return { op: 'attribute_not_exists', operands };
  if (op === 'NOT_NULL') return { op: 'attribute_exists', operands };
  if (op === 'CONTAINS') return { op: 'contains', operands };
  if (op === 'BEGINS_WITH') return { op: 'begins_with', operands };
  if (op !== 'NOT_CONTAINS') return { op: op as 'IN' | 'BETWEEN', operands };
  const there: Condition = { op: 'attribute_exists', operands: [{ path: [name] }] };
  return { op: 'AND', sides: [there, { op: 'NOT', of: { op: 'contains', operands } }] };
}

function checkedValues({ ComparisonOperator: op = '', AttributeValueList: list = [] }: LegacyTest): Value[] {
  const values = list.map((each) => readValue(each));
  const fits = op === 'IN' ? values.length > 0 : values.length === (counts[op] ?? 1);
  if (!fits) throw invalidValues(`Invalid number of argument(s) for the ${op} ComparisonOperator`);
  const kinds = new Set(values.map(typeOf));
  if (kinds.size > 1) throw invalidValues('AttributeValues inside AttributeValueList must be of same type');
  const [kind] = kinds;
  if (kind && types[op] && !types[op].includes(kind)) {
    throw invalidValues(`ComparisonOperator ${op} is not valid for ${kind} AttributeValue type`);
  }
  if (op === 'BETWEEN' && compareValues(values[0]!, values[1]!)! > 0) {
    throw validation(
      'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
    );
  }
  return values;
}
