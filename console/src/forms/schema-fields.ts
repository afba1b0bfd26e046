import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Language } from '../i18n/language.svelte.ts';
import { readableName } from './form-fields.ts';
import type { JsonSchema } from './json-schema.ts';

/** One field of an object that a form asks for. */
export interface SchemaField {
  name: string;
  schema: JsonSchema;
  required: boolean;
}

/** The fields of an object schema that are shown with these values, in its order. */
export function fieldsFor({ properties = {}, required = [] }: JsonSchema, value: JsonObject): SchemaField[] {
  return Object.entries(properties)
    .filter(([name, { onlyFor }]) => Object.hasOwn(value, name) || isFor(onlyFor, value, properties))
    .map(([name, schema]) => ({
      name,
      schema,
      required: (required.includes(name) && schema.default === undefined) || schema.needed === true,
    }));
}

/** Whether the other field has one of the values; what only a run knows may be any of them. */
function isFor(onlyFor: JsonSchema['onlyFor'], value: JsonObject, properties: Record<string, JsonSchema>): boolean {
  return Object.entries(onlyFor ?? {}).every(([name, values]) => {
    const given = value[name] ?? properties[name]?.default;
    return given !== undefined && (String(given).includes('{{') || values.includes(String(given)));
  });
}

/** Names that are written though the schema knows none of them. */
export function unknownNames({ properties = {}, additionalProperties }: JsonSchema, value: JsonObject): string[] {
  if (additionalProperties !== undefined && additionalProperties !== false) return [];
  return Object.keys(value).filter((name) => !Object.hasOwn(properties, name));
}

/** The object with a field set; undefined takes it out. */
export function withValue(object: JsonObject, name: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...object, [name]: value };
  const { [name]: _, ...rest } = object;
  return rest;
}

/** What a field is called in the reader's language. */
export function labelOf(name: string, schema: JsonSchema, language: Language): string {
  return schema['x-label']?.[language] ?? schema.title ?? readableName(name);
}

/** What a field is for, in the reader's language; undefined when nothing is said. */
export function helpOf(schema: JsonSchema, language: Language): string | undefined {
  return schema['x-help']?.[language] ?? schema.description;
}

/** The value as an object; an empty one for anything else. */
export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
