import type { ExpressionNode } from '#flows/expression/expression-node.ts';
import { parseExpression } from '#flows/expression/expression-tree.ts';

const functions = ['toMillis', 'parseInteger', 'sum', 'average'];

/** Whether an expression divides, or calls what gives NaN or Infinity where others would fail. */
export function mayBeNoNumber(source: string): boolean {
  if (!/[/%]|\$(?:toMillis|parseInteger|sum|average)/.test(source)) return false;
  const parsed = parseExpression(source);
  return 'tree' in parsed && divides(parsed.tree);
}

function divides(node: unknown): boolean {
  if (node === null || typeof node !== 'object' || node instanceof RegExp) return false;
  if (Array.isArray(node)) return node.some(divides);
  const { type, value } = node as ExpressionNode;
  if (type === 'binary' && (value === '/' || value === '%')) return true;
  if (type === 'variable' && functions.includes(String(value))) return true;
  return Object.values(node).some(divides);
}
