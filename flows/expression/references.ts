import type { ExpressionNode } from './expression-node.ts';

/** Not there in every field. */
const namesOfStates: unknown[] = ['result', 'errorOutput'];

/**
 * What a parsed expression reads from outside itself other than by a variable: bare names, `$` and `$$`, of which
 * Step Functions has none, `$states.result` and `$states.errorOutput`. Only the first step of a path looks there; predicates, sort
 * terms and groups look at the value before them.
 */
export function outerReferences(ast: unknown): string[] {
  const found = new Set<string>();
  visit(ast as ExpressionNode);
  return [...found];

  function visit(node: ExpressionNode | undefined): void {
    if (node === undefined) return;
    switch (node.type) {
      case 'path': {
        const [first, second] = node.steps!;
        visit(first);
        if (first?.type === 'variable' && first.value === 'states' && namesOfStates.includes(second?.value)) {
          found.add(`$states.${second?.value}`);
        }
        return;
      }
      case 'name':
        found.add(String(node.value));
        return;
      case 'variable':
        if (node.value === '' || node.value === '$') found.add(`$${node.value}`);
        return;
      case 'unary':
        visit(node.expression);
        node.expressions?.forEach(visit);
        if (Array.isArray(node.lhs)) node.lhs.flat().forEach(visit);
        return;
      case 'function':
      case 'partial':
        visit(node.procedure);
        node.arguments!.forEach(visit);
        return;
      case 'block':
        node.expressions!.forEach(visit);
        return;
      case 'condition':
        visit(node.condition);
        visit(node.then);
        visit(node.else);
        return;
      case 'lambda':
        visit(node.body);
        return;
      case 'bind':
        visit(node.rhs);
        return;
      case 'binary':
      case 'apply':
        visit(node.lhs as ExpressionNode);
        visit(node.rhs);
        return;
    }
  }
}
