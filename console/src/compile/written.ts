import type { SourceTree } from '#flows/editing/source-tree.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';

/** A document as plain JSON, as its author wrote it; undefined when it is no map. */
export function written(root: SourceTree): JsonObject | undefined {
  const value = jsonOf(root);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function jsonOf(tree: SourceTree): Json {
  switch (tree.kind) {
    case 'scalar':
      return tree.value;
    case 'alias':
      return jsonOf(tree.target);
    case 'list':
      return tree.items.map(({ node }) => jsonOf(node));
    case 'map':
      return Object.fromEntries(tree.entries.map(({ key, node }) => [key, jsonOf(node)]));
  }
}
