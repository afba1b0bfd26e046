import type { ExpressionNode } from '#flows/expression/expression-node.ts';

/** A variable that an expression takes from outside; `start` is where its name begins, behind the `$`. */
export interface OuterVariable {
  name: string;
  start: number;
}

/** The variables that an expression takes from outside: not those that a block, a function or a path of it binds. */
export function variablesOf(tree: ExpressionNode, source: string): OuterVariable[] {
  const found: OuterVariable[] = [];
  visit(tree, new Set());
  return found;

  function visit(node: unknown, bound: Set<string>): void {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) {
      for (const each of node) visit(each, bound);
      return;
    }
    const { type, value, position = 0 } = node as ExpressionNode;
    if (type === 'variable' && typeof value === 'string' && value !== '' && value !== '$') {
      const start = position - value.length;
      if (!bound.has(value) && source.slice(start - 1, position) === `$${value}`) found.push({ name: value, start });
    }
    visitInside(node as ExpressionNode, bound);
  }

  function visitInside(node: ExpressionNode, bound: Set<string>): void {
    if (node.type === 'bind') {
      visit(node.rhs, bound);
      bound.add(String((node.lhs as ExpressionNode).value));
      return;
    }
    if (node.type === 'lambda') {
      const names = (node.arguments ?? []).map(({ value }) => String(value));
      visit(node.body, new Set([...bound, ...names]));
      return;
    }
    const inner = node.type === 'block' ? new Set(bound) : bound;
    for (const step of node.type === 'path' ? (node.steps ?? []) : []) {
      for (const name of [step.focus, step.index]) if (name !== undefined) inner.add(name);
    }
    for (const child of Object.values(node)) visit(child, inner);
  }
}
