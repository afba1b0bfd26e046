import type { Language } from '#flows/text/language.ts';
/** As much of a JSON Schema as forms and completion look at. */
export interface JsonSchema {
  type?: string | string[];
  description?: string;
  title?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  definitions?: Record<string, JsonSchema>;
  minItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  format?: string;
  /** Text in another language, such as `text/html`. */
  contentMediaType?: string;
  /** Of this project: a field whose value is never shown again. */
  secret?: boolean;
  /** Of this project: the field is for these values of another field only, and must be given then. */
  onlyFor?: Record<string, string[]>;
  needed?: boolean;
  /** Of this project: a field that says where secrets are sent. */
  address?: boolean;
  /** Of this project: says how secrets are sent. */
  directs?: boolean;
  /** Of this project: values are chosen from what the vendor has, once the fields that it needs are filled in. */
  options?: { from: string; needs?: string[] };
  /** Of this project: name and purpose of an input in both languages. */
  'x-label'?: Record<Language, string>;
  'x-help'?: Record<Language, string>;
  /** Of this project: the values of a choice in words. */
  'x-choices'?: Record<Language, Record<string, string>>;
}

/** The schema that a JSON value of the API holds; an empty one for anything else. */
export function asSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : {};
}
