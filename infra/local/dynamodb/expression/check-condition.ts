import { type TypeName, typeNames, typeOf } from '../values/attribute-value.ts';
import { compareValues, isOrdered } from '../values/compare-values.ts';
import type { Comparator, Operand } from './condition.ts';
import { pathText } from './document-path.ts';
import type { Problems } from './problems.ts';

export type ConditionProblems = Problems<
  'parentheses' | 'function' | 'misused' | 'reserved' | 'depth' | 'name' | 'value' | 'count' | 'distinct' | 'type'
>;

const operandCounts: Record<string, number> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};

/** Notes what is wrong with the operands of a function. */
export function checkFunction(name: string, operands: Operand[], problems: ConditionProblems): void {
  const count = Object.hasOwn(operandCounts, name) ? operandCounts[name] : undefined;
  if (count === undefined) {
    problems.note('function', `Invalid function name; function: ${name}`);
    return;
  }
  if (operands.length !== count) {
    const which = `operator or function: ${name}, number of operands: ${operands.length}`;
    problems.note('count', `Incorrect number of operands for operator or function; ${which}`);
    return;
  }
  checkDistinct(name, operands, problems);
  checkTypes(name, operands, problems);
}

function checkTypes(name: string, operands: Operand[], problems: ConditionProblems): void {
  const types = operands.map(knownType);
  const wrong = (type: string) => {
    const which = `operator or function: ${name}, operand type: ${type}`;
    problems.note('type', `Incorrect operand type for operator or function; ${which}`);
  };
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    if ('path' in operands[0]!) return;
    problems.note('type', `Operator or function requires a document path; operator or function: ${name}`);
  } else if (name === 'begins_with') {
    const bad = types.find((type) => type && type !== 'S' && type !== 'B');
    if (bad) wrong(bad);
  } else if (name === 'size') {
    if (types[0] === 'N' || types[0] === 'BOOL' || types[0] === 'NULL') wrong(types[0]);
  } else if (name === 'attribute_type') {
    const [, wanted] = operands;
    if (types[1] !== 'S') wrong(types[1] ?? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}');
    else if ('value' in wanted! && !typeNames.includes(wanted.value.S as TypeName)) {
      const valid = 'valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}';
      problems.note('type', `Invalid attribute type name found; type: ${wanted.value.S}, ${valid}`);
    }
  }
}

/** Notes what is wrong with the operands of a comparison. */
export function checkComparison(
  op: Comparator | 'BETWEEN' | 'IN',
  operands: Operand[],
  problems: ConditionProblems,
): void {
  checkDistinct(op, operands, problems);
  if (op === 'BETWEEN') checkBounds(operands, problems);
  if (op === '=' || op === '<>' || op === 'IN') return;
  const bad = operands.map(knownType).find((type) => type && !isOrdered(type));
  if (bad) {
    problems.note('type', `Incorrect operand type for operator or function; operator: ${op}, operand type: ${bad}`);
  }
}

function checkBounds([, lower, upper]: Operand[], problems: ConditionProblems): void {
  if (!('value' in lower!) || !('value' in upper!)) return;
  const [from, to] = [knownType(lower), knownType(upper)];
  if (!from || !to) return;
  const show = (type: TypeName, value: unknown) => `AttributeValue: {${type}:${value}}`;
  const bounds = `lower bound operand: ${show(from, lower.value[from])}, upper bound operand: ${show(to, upper.value[to])}`;
  if (from !== to) {
    problems.note('type', `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
  } else if ((compareValues(lower.value, upper.value) ?? 0) > 0) {
    problems.note(
      'type',
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
  }
}

function checkDistinct(name: string, operands: Operand[], problems: ConditionProblems): void {
  const [first, second] = operands;
  if (operands.length !== 2 || !('path' in first!) || !('path' in second!)) return;
  if (pathText(first.path) !== pathText(second.path)) return;
  const rule = 'The first operand must be distinct from the remaining operands for this operator or function';
  problems.note('distinct', `${rule}; operator: ${name}, first operand: ${pathText(first.path)}`);
}

/** The type that an operand has whatever the item looks like. */
function knownType(operand: Operand): TypeName | undefined {
  if ('size' in operand) return 'N';
  if ('path' in operand || Object.keys(operand.value).length === 0) return undefined;
  return typeOf(operand.value);
}
