import { validation } from '../validation-error.ts';
import type { Value } from '../values/attribute-value.ts';
import type { Condition, Operand } from './condition.ts';

/** What a query asks of one key attribute. */
export interface KeyTest {
  op: '=' | '<' | '<=' | '>' | '>=' | 'BETWEEN' | 'begins_with';
  values: Value[];
}

const mirrored = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
const unfit = new Set(['<>', 'IN', 'attribute_exists', 'attribute_not_exists', 'attribute_type', 'contains']);

/** The tests of a key condition by the attribute; throws ValidationException for what no key can be asked. */
export function keyTests(condition: Condition): Map<string, KeyTest> {
  const tests = new Map<string, KeyTest>();
  collect(condition, tests);
  if (tests.size > 2) throw validation('Conditions can be of length 1 or 2 only');
  return tests;
}

function collect(condition: Condition, tests: Map<string, KeyTest>): void {
  const { op } = condition;
  if (op === 'OR' || op === 'NOT' || unfit.has(op)) {
    throw validation(`Invalid operator used in KeyConditionExpression: ${op}`);
  }
  if (op === 'AND') {
    for (const side of (condition as { sides: Condition[] }).sides) collect(side, tests);
    return;
  }
  const { operands } = condition as { operands: Operand[] };
  const needsFirst = op === 'BETWEEN' || op === 'begins_with';
  if (needsFirst && !('path' in operands[0]!)) {
    throw invalid(`${op} operator must have the key attribute as its first operand`);
  }
  if (operands.some((operand) => 'size' in operand)) {
    throw validation('KeyConditionExpressions cannot contain nested operations');
  }
  const paths = operands.flatMap((operand) => ('path' in operand ? [operand.path] : []));
  if (paths.length > 1) throw invalid('Multiple attribute names used in one condition');
  const [path] = paths;
  if (!path) throw invalid('No key attribute specified');
  if (path.length > 1)
    throw validation(
      'Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes',
    );
  const name = path[0] as string;
  if (tests.has(name)) throw validation('KeyConditionExpressions must only contain one condition per key');
  const turned = !('path' in operands[0]!);
  tests.set(name, {
    op: turned ? mirrored[op as keyof typeof mirrored] : (op as KeyTest['op']),
    values: operands.flatMap((operand) => ('value' in operand ? [operand.value] : [])),
  });
}

function invalid(problem: string): Error {
  return validation(`Invalid condition in KeyConditionExpression: ${problem}`);
}
