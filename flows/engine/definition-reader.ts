import { checkExpression } from '#flows/engine/expression/evaluate.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { DefinitionProblem, UnsupportedFeature } from './definition-error.ts';
import type { Template } from './machine.ts';
import { parseTemplate } from './template.ts';

/** Reads the fields of one object of a definition, and notes what is wrong with them. */
export interface Reader {
  fields: JsonObject;
  location: string;
  jsonata: boolean;
  problems: DefinitionProblem[];
}

/** Notes a problem of this object. */
export function refuse(
  reader: Reader,
  message: string,
  field?: string,
  code: DefinitionProblem['code'] = 'SCHEMA_VALIDATION_FAILED',
): void {
  reader.problems.push({ code, message, location: locationOf(reader, field) });
}

/** Notes that AWS takes this object and the engine does not. */
export function refuseUnsupported(reader: Reader, feature: UnsupportedFeature, message: string, field?: string): void {
  reader.problems.push({ code: 'UNSUPPORTED', message, location: locationOf(reader, field), feature });
}

function locationOf({ location }: Reader, field: string | undefined): string {
  return field === undefined ? location : `${location === '/' ? '' : location}/${field}`;
}

/** A reader for an object inside this one. */
export function inside(reader: Reader, fields: Json | undefined, path: string): Reader {
  const location = `${reader.location === '/' ? '' : reader.location}/${path}`;
  if (isObject(fields)) return { ...reader, fields, location };
  reader.problems.push({ code: 'SCHEMA_VALIDATION_FAILED', message: 'Expected value of type Object', location });
  return { ...reader, fields: {}, location };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text field. */
export function text(reader: Reader, field: string): string | undefined {
  const value = reader.fields[field];
  if (value === undefined || typeof value === 'string') return value;
  refuse(reader, 'Expected value of type String', field);
  return undefined;
}

/** A list field; empty when absent. */
export function list(reader: Reader, field: string): Json[] {
  const value = reader.fields[field];
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  refuse(reader, 'Expected value of type Array', field);
  return [];
}

/** A number that is no expression, at least `least`. */
export function plainNumber(reader: Reader, field: string, fallback: number, least: number, whole = true): number {
  const value = reader.fields[field] ?? fallback;
  if (typeof value !== 'number') refuse(reader, `Expected value of type ${whole ? 'Integer' : 'Number'}`, field);
  else if (whole && !Number.isInteger(value)) refuse(reader, 'Expected value of type Integer', field);
  else if (value < least) refuse(reader, `The value must be at least ${least}`, field);
  else return value;
  return fallback;
}

/** A field that may hold expressions anywhere in it. Their syntax is checked. */
export function template(reader: Reader, field: string): Template | undefined {
  const value = reader.fields[field];
  if (value === undefined) return undefined;
  if (!reader.jsonata) return { kind: 'constant', value };
  const parsed = parseTemplate(value, field);
  checkTemplate(reader, field, parsed);
  return parsed;
}

/** A field that is one value of a type, or one expression. */
export function typedTemplate(
  reader: Reader,
  field: string,
  type: 'number' | 'string' | 'array',
): Template | undefined {
  const parsed = template(reader, field);
  if (parsed?.kind !== 'constant') return parsed;
  const { value } = parsed;
  const fits = type === 'array' ? Array.isArray(value) : typeof value === type;
  if (fits) return parsed;
  const names = { number: 'Integer', string: 'String', array: 'Array' };
  refuse(reader, `Expected value of type ${names[type]}${reader.jsonata ? ' or JSONata expression' : ''}`, field);
  return undefined;
}

function checkTemplate(reader: Reader, field: string, parsed: Template): void {
  if (parsed.kind === 'list') for (const item of parsed.items) checkTemplate(reader, field, item);
  if (parsed.kind === 'object') for (const [, member] of parsed.entries) checkTemplate(reader, field, member);
  if (parsed.kind !== 'expression') return;
  try {
    checkExpression(parsed.expression.source);
  } catch (error) {
    refuse(
      reader,
      `The JSONata expression '${parsed.expression.source}' cannot be used: ${(error as Error).message}`,
      parsed.expression.field,
    );
  }
}
