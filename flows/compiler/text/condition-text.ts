import type { Condition } from '#flows/language/flow.ts';
import { operatorText } from './operator-text.ts';
import { constantOf, expressionText, valueText } from './value-text.ts';

/** One comparison of a condition. */
export type Comparison = Extract<Condition, { kind: 'compare' }>;

/** JSONata that is true or false, never anything else. It fails only where an expression of the author fails. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'all':
      return joined(condition.of.map(conditionText), (first, rest) => `(${first} ? ${rest} : false)`);
    case 'any':
      return joined(condition.of.map(conditionText), (first, rest) => `(${first} ? true : ${rest})`);
    case 'not':
      return `$not(${conditionText(condition.of)})`;
    case 'expression':
      return `(${expressionText(condition.expression)} ? true : false)`;
    case 'compare':
      return comparisonText(condition);
  }
}

/** One in the other while they are few, else in halves: Step Functions evaluates no deeper than a hundred levels. */
function joined(texts: string[], join: (first: string, rest: string) => string): string {
  if (texts.length <= 16) return texts.reduceRight((rest, first) => join(first, rest));
  const half = Math.ceil(texts.length / 2);
  return join(joined(texts.slice(0, half), join), joined(texts.slice(half), join));
}

/** JSONata of the two sides of a comparison. */
export function operands({ left, op, right }: Comparison): { left: string; right?: string } {
  const field = op === 'changed' || op === 'changedTo' ? constantOf(left) : undefined;
  return {
    left: typeof field === 'string' ? `$lookup($trigger.changed, ${JSON.stringify(field)})` : valueText(left),
    ...(right && { right: valueText(right) }),
  };
}

/** JSONata that judges a comparison whose sides are already in the variables `$l` and `$r`. */
export function comparisonTest({ op, right }: Comparison): string {
  return operatorText(op, right && constantOf(right));
}

function comparisonText(condition: Comparison): string {
  const { left, right } = operands(condition);
  const test = comparisonTest(condition);
  if (test === '$l = $r') return `(${left} = ${right})`;
  return right === undefined ? `function($l) { ${test} }(${left})` : `function($l, $r) { ${test} }(${left}, ${right})`;
}
