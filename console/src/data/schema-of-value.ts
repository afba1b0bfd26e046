import type { Value } from '#flows/language/flow.ts';
import type { JsonSchema } from '../forms/json-schema.ts';

/** What is known of a value that stands in the flow: everything, but what expressions give. */
export function schemaOfValue(value: Value): JsonSchema {
  switch (value.kind) {
    case 'literal':
      return { type: value.value === null ? 'null' : typeof value.value };
    case 'text':
      return { type: 'string' };
    case 'expression':
      return {};
    case 'list':
      return { type: 'array', minItems: value.items.length, items: schemaOfAny(value.items.map(schemaOfValue)) };
    case 'object':
      return objectOf(value.entries.map(({ key, value: of }) => [key, schemaOfValue(of)]));
  }
}

/** The schema of an object that has all of these fields. */
export function objectOf(fields: [name: string, schema: JsonSchema][]): JsonSchema {
  return { type: 'object', properties: Object.fromEntries(fields), required: fields.map(([name]) => name) };
}

/** What holds for each of several values: the fields of any of them, of which those that all have are there. */
function schemaOfAny(schemas: JsonSchema[]): JsonSchema {
  const [first = {}] = schemas;
  if (schemas.some(({ type }) => type !== first.type)) return {};
  if (first.type === 'array') {
    const minItems = Math.min(...schemas.map((each) => each.minItems ?? 0));
    return { type: 'array', minItems, items: schemaOfAny(schemas.flatMap(({ items }) => items ?? [])) };
  }
  if (first.type !== 'object') return first;
  const required = (first.required ?? []).filter((name) => schemas.every((each) => each.required?.includes(name)));
  const names = new Set(schemas.flatMap(({ properties }) => Object.keys(properties ?? {})));
  const fieldOf = (name: string) => schemas.flatMap(({ properties }) => properties?.[name] ?? []);
  const properties = Object.fromEntries([...names].map((name) => [name, schemaOfAny(fieldOf(name))]));
  return { type: 'object', properties, required };
}
