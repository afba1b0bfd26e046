import type { JsonSchema } from '../forms/json-schema.ts';

/** A schema with its references followed and its alternatives spread out. */
export function alternatives(root: JsonSchema, schema: JsonSchema, depth = 0): JsonSchema[] {
  if (depth > 12) return [];
  if (schema.$ref) {
    const target = resolve(root, schema.$ref);
    return target ? alternatives(root, target, depth + 1) : [];
  }
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return options.flatMap((option) => alternatives(root, option, depth + 1));
  return [schema];
}

function resolve(root: JsonSchema, reference: string): JsonSchema | undefined {
  const parts = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
  let at: unknown = root;
  for (const part of parts)
    at = (at as Record<string, unknown> | undefined)?.[part.replace(/~1/g, '/').replace(/~0/g, '~')];
  return at as JsonSchema | undefined;
}
