import type { ExpressionNode } from '#flows/expression/expression-node.ts';
import { parseExpression } from '#flows/expression/expression-tree.ts';

/** Which argument of our own functions names a time zone. */
export const zoneArgument: Readonly<Record<string, number>> = {
  inZone: 1,
  addDays: 2,
  addWorkingDays: 2,
  isWorkingDay: 1,
  startOf: 2,
  daysBetween: 2,
};

/** The time zones that calls of our own functions name in JSONata. */
export function zonesNamed(text: string): string[] {
  const parsed = parseExpression(text);
  const found = new Set<string>();
  if ('tree' in parsed) visit(parsed.tree, 0);
  return [...found];

  /** `given` arguments come from in front of `~>`. */
  function visit(node: unknown, given: number): void {
    if (node === null || typeof node !== 'object' || node instanceof RegExp) return;
    if (Array.isArray(node)) {
      for (const each of node) visit(each, 0);
      return;
    }
    const { type, procedure, arguments: written = [] } = node as ExpressionNode;
    const at = procedure?.type === 'variable' ? zoneArgument[String(procedure.value)] : undefined;
    const zone = at === undefined ? undefined : written[at - given];
    if (zone?.type === 'string') found.add(String(zone.value));
    for (const [key, child] of Object.entries(node)) visit(child, type === 'apply' && key === 'rhs' ? 1 : 0);
  }
}
