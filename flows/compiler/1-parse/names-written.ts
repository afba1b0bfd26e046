import { childOf, type SourceNode } from '../source/source-node.ts';

const name = /^[\p{ID_Start}_][\p{ID_Continue}]*/u;

/**
 * Names that steps and loops of the document may mean to have, however they are written and wherever they stand but
 * below `with` and `set`: so far as an expression could say them.
 */
export function namesWritten(node: SourceNode | undefined): string[] {
  if (node?.kind === 'list') return node.items.flatMap(namesWritten);
  if (node?.kind !== 'object') return [];
  const items = childOf(node, 'do') && !childOf(node, 'as') ? ['item'] : [];
  const inside = node.entries.flatMap(({ key, node: child }) => {
    if (key === 'with' || key === 'set') return [];
    if (child.kind !== 'scalar') return namesWritten(child);
    return key === 'id' || key === 'as' ? (name.exec(String(child.value)) ?? []) : [];
  });
  return [...items, ...inside];
}
