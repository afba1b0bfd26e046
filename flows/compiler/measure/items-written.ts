import type { ExpressionNode } from '#flows/expression/expression-node.ts';
import { parseExpression } from '#flows/expression/expression-tree.ts';

/** How many items the list has that an expression writes out, as `[1, 2, 3]` or `[0..23]`; undefined for any other. */
export function itemsWritten(source: string): number | undefined {
  if (!source.trim().startsWith('[')) return undefined;
  const parsed = parseExpression(source);
  if (!('tree' in parsed)) return undefined;
  const { type, value, expressions, predicate, group } = parsed.tree;
  if (type !== 'unary' || value !== '[' || predicate || group) return undefined;
  const counts = (expressions ?? []).map(countOf);
  return counts.includes(undefined) ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** What an item of the list adds to it: a name or a call may have no value, or many. */
function countOf({ type, value, lhs, rhs, predicate }: ExpressionNode): number | undefined {
  if (predicate) return undefined;
  if (type === 'number' || type === 'string' || type === 'value') return 1;
  if (type === 'unary') return value === '[' || value === '{' ? 1 : undefined;
  const [first, last] = [lhs, rhs] as ExpressionNode[];
  if (type !== 'binary' || value !== '..' || first?.type !== 'number' || last?.type !== 'number') return undefined;
  if (!Number.isInteger(first.value) || !Number.isInteger(last.value)) return undefined;
  return Math.max(0, Number(last.value) - Number(first.value) + 1);
}
