import { alternatives } from '../data/alternatives.ts';
import type { JsonSchema } from '../forms/json-schema.ts';

/** A key that may be written at some place, or a value. */
export interface Proposal {
  label: string;
  /** The part of the schema that tells what it is for. */
  schema: JsonSchema;
  kind: 'key' | 'value';
  /** Whether the key's value is a map or list of its own. */
  opens: boolean;
  required: boolean;
}

/**
 * The alternatives of a JSON Schema at a path of keys (`-` for an item). `siblings` narrows alternatives of the last
 * map to those that know all keys written there.
 */
export function schemasAt(root: JsonSchema, path: string[], siblings: Iterable<string>): JsonSchema[] {
  let current = alternatives(root, root);
  for (const part of path) {
    current = current.flatMap((schema) => {
      const next = part === '-' ? schema.items : (schema.properties?.[part] ?? additional(schema));
      return next ? alternatives(root, next) : [];
    });
  }
  const keys = [...siblings];
  const fitting = current.filter((schema) => keys.every((key) => !schema.properties || key in schema.properties));
  return fitting.length > 0 ? fitting : current;
}

/** The keys of the given alternatives that are not written yet. */
export function keyProposals(root: JsonSchema, schemas: JsonSchema[], written: ReadonlySet<string>): Proposal[] {
  const proposals = new Map<string, Proposal>();
  for (const schema of schemas) {
    for (const [label, property] of Object.entries(schema.properties ?? {})) {
      if (written.has(label) || proposals.has(label) || label === '$schema') continue;
      const kinds = alternatives(root, property);
      proposals.set(label, {
        label,
        schema: property.description === undefined ? (kinds[0] ?? property) : property,
        kind: 'key',
        opens: kinds.length > 0 && kinds.every((each) => each.properties !== undefined || each.items !== undefined),
        required: schema.required?.includes(label) ?? false,
      });
    }
  }
  return [...proposals.values()];
}

/** The values that the alternatives name. */
export function valueProposals(schemas: JsonSchema[]): Proposal[] {
  const values = schemas.flatMap((schema) => [
    ...(schema.enum ?? []),
    ...(schema.const === undefined ? [] : [schema.const]),
    ...(schema.type === 'boolean' ? [true, false] : []),
  ]);
  return [...new Set(values.map(String))].map((label) => ({
    label,
    schema: {},
    kind: 'value',
    opens: false,
    required: false,
  }));
}

function additional(schema: JsonSchema): JsonSchema | undefined {
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}
