import type { ExpressionNode } from '#flows/expression/expression-node.ts';
import { parseExpression } from '#flows/expression/expression-tree.ts';
import { alternatives, type Shape } from '../shape/shape.ts';

/** Whether an expression that looks for several values may give one without its list, as JSONata does. */
export function mayCollapse(source: string, shape: Shape): boolean {
  const shapes = alternatives(shape);
  if (shapes.some(({ kind }) => kind === 'list') && shapes.some(({ kind }) => kind !== 'list' && kind !== 'null')) {
    return true;
  }
  const parsed = parseExpression(source);
  return 'tree' in parsed && filters(parsed.tree);
}

function filters(node: ExpressionNode): boolean {
  switch (node.type) {
    case 'path': {
      const steps = node.steps ?? [];
      if (node.keepArray || steps.some(({ keepArray }) => keepArray)) return false;
      return steps.some(hasFilter);
    }
    case 'variable':
      return hasFilter(node);
    case 'block':
      return filters(node.expressions?.at(-1) ?? { type: 'value' });
    case 'function':
      return ['filter', 'map'].includes(String(node.procedure?.value)) && !node.keepArray;
    case 'apply':
      return filters(node.rhs as ExpressionNode);
    default:
      return false;
  }
}

// A number in brackets, or a name that may hold one, picks a single value.
function hasFilter({ stages, predicate, keepArray }: ExpressionNode): boolean {
  const tests = [...(stages ?? []), ...(predicate ?? [])].map(({ expr }) => expr);
  return !keepArray && tests.some((expr) => expr !== undefined && ['binary', 'function', 'block'].includes(expr.type));
}
