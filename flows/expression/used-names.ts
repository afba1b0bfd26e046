/** Names of the variables (`$name`) in every expression below `node`; a name inside a text literal counts as well. */
export function usedNames(node: unknown): Set<string> {
  const names = new Set<string>();
  collect(node, names);
  return names;
}

function collect(node: unknown, names: Set<string>): void {
  if (node === null || typeof node !== 'object') return;
  if ('source' in node && 'start' in node && typeof node.source === 'string') {
    for (const [, name] of node.source.matchAll(/\$([\p{ID_Start}_]\p{ID_Continue}*)/gu)) names.add(name as string);
    return;
  }
  for (const child of Object.values(node)) collect(child, names);
}
