import type { ExpressionNode } from '#flows/expression/expression-node.ts';
import { parseExpression } from '#flows/expression/expression-tree.ts';

/** Those of `$fromMillis` and `$now` whose last argument, an offset if there are enough, only the run will tell. */
export function dynamicOffsets(text: string): string[] {
  if (!/\$(?:fromMillis|now)\s*\(/.test(text)) return [];
  const parsed = parseExpression(text);
  const found = new Set<string>();
  if ('tree' in parsed) visit(parsed.tree);
  return [...found];

  function visit(node: unknown): void {
    if (node === null || typeof node !== 'object' || node instanceof RegExp) return;
    const { procedure, arguments: written = [] } = node as ExpressionNode;
    const name = procedure?.type === 'variable' ? String(procedure.value) : '';
    const last = written.length > 1 ? written.at(-1)?.type : 'string';
    if ((name === 'fromMillis' || name === 'now') && last !== 'string') found.add(name);
    for (const child of Object.values(node)) visit(child);
  }
}
