import { checkExpression } from '#flows/expression/evaluate.ts';
import { isObject, type Json, type JsonObject } from '#flows/language/json.ts';
import { parseTemplate } from '../template.ts';
import type { DefinitionProblem, UnsupportedFeature } from './definition-error.ts';
import type { Template } from './machine.ts';

/** Reads the fields of one object of a definition, and notes what is wrong with them. */
export interface Reader {
  fields: JsonObject;
  location: string;
  /** What errors put before its fields: `Choices[1]/`. */
  prefix?: string;
  jsonata: boolean;
  /** What expressions here see of `$states` besides the input and the context. */
  sees?: '$states.result' | '$states.errorOutput';
  problems: DefinitionProblem[];
  /** Its expressions have been checked before. */
  checked?: boolean;
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

/**
 * Whether a machine or state is in JSONata: in all languages but JSONPath, as AWS judges it, although it refuses those
 * that it does not know.
 */
export function readQueryLanguage(reader: Reader, inherited: boolean): boolean {
  const { QueryLanguage } = reader.fields;
  if (QueryLanguage === undefined) return inherited;
  if (typeof QueryLanguage !== 'string') refuse(reader, 'Expected value of type [STRING]', 'QueryLanguage');
  else if (QueryLanguage !== 'JSONPath' && QueryLanguage !== 'JSONata') {
    refuse(reader, 'Value should be one of the following: [JSONPath, JSONata]', 'QueryLanguage');
  }
  return QueryLanguage !== 'JSONPath';
}

/** A text field. */
export function text(reader: Reader, field: string): string | undefined {
  const value = reader.fields[field];
  if (value === undefined || typeof value === 'string') return value;
  refuse(reader, 'Expected value of type String', field);
  return undefined;
}

/** Notes a field that has none of the texts it may have. */
export function oneOf(reader: Reader, field: string, texts: readonly string[]): void {
  const value = reader.fields[field];
  if (value === undefined || (typeof value === 'string' && texts.includes(value))) return;
  refuse(reader, `Value should be one of the following: [${texts.join(', ')}]`, field);
}

/** A list field; empty when absent. */
export function list(reader: Reader, field: string): Json[] {
  const value = reader.fields[field];
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  refuse(reader, 'Expected value of type Array', field);
  return [];
}

/** A whole number from `least` to `most` that is no expression. */
export function plainNumber(reader: Reader, field: string, fallback: number, least: number, most = 99_999_999): number {
  const value = reader.fields[field] ?? fallback;
  if (!Number.isInteger(value)) refuse(reader, 'Expected value of type Integer', field);
  else if ((value as number) < least) refuse(reader, `Minimum value is ${least}`, field);
  else if ((value as number) > most) refuse(reader, `Maximum value is ${most}`, field);
  else return value as number;
  return fallback;
}

/** A field that may hold expressions anywhere in it. Their syntax is checked. */
export function template(reader: Reader, field: string): Template | undefined {
  const value = reader.fields[field];
  if (value === undefined) return undefined;
  if (!reader.jsonata) return { kind: 'constant', value };
  const parsed = parseTemplate(value, `${reader.prefix ?? ''}${field}`);
  if (!reader.checked) checkTemplate(reader, field, parsed);
  return parsed;
}

/** A whole number from `least` to `most`, or one expression. */
export function numberTemplate(
  reader: Reader,
  field: string,
  least: number,
  most = Number.POSITIVE_INFINITY,
): Template | undefined {
  const parsed = typedTemplate(reader, field, 'number');
  if (parsed?.kind !== 'constant') return parsed;
  const value = parsed.value as number;
  if (!Number.isInteger(value)) refuse(reader, wrongType(reader, 'Integer'), field);
  if (value < least) refuse(reader, `Minimum value is ${least}`, field);
  if (value > most) refuse(reader, `Maximum value is ${most}`, field);
  return parsed;
}

/** A number from 0 to 100, or one expression. */
export function percentageTemplate(reader: Reader, field: string): Template | undefined {
  const parsed = typedTemplate(reader, field, 'number');
  if (parsed?.kind !== 'constant') return parsed;
  const value = parsed.value as number;
  if (value < 0) refuse(reader, 'Minimum value is 0.0', field);
  if (value > 100) refuse(reader, 'Maximum value is 100.0', field);
  return parsed;
}

/** A field that is one value of a type, or one expression. */
export function typedTemplate(
  reader: Reader,
  field: string,
  type: 'number' | 'string' | 'boolean' | 'array' | 'array or object',
): Template | undefined {
  const parsed = template(reader, field);
  if (parsed === undefined || parsed.kind === 'expression') return parsed;
  const value = reader.fields[field];
  const fits = {
    number: typeof value === 'number',
    string: typeof value === 'string',
    boolean: typeof value === 'boolean',
    array: Array.isArray(value),
    'array or object': typeof value === 'object' && value !== null,
  };
  if (fits[type]) return parsed;
  const names = {
    number: 'Integer',
    string: 'String',
    boolean: 'Boolean',
    array: 'Array',
    'array or object': 'Array, Object',
  };
  refuse(reader, wrongType(reader, names[type]), field);
  return undefined;
}

function wrongType({ jsonata }: Reader, wanted: string): string {
  return `Expected value of type ${wanted}${jsonata ? ' or JSONata expression' : ''}`;
}

function checkTemplate(reader: Reader, field: string, parsed: Template): void {
  if (parsed.kind === 'list') {
    for (const [index, item] of parsed.items.entries()) checkTemplate(reader, `${field}[${index}]`, item);
  }
  if (parsed.kind === 'object') {
    for (const [key, member] of parsed.entries) checkTemplate(reader, `${field}/${key}`, member);
  }
  if (parsed.kind === 'constant') checkConstant(reader, parsed.value, field);
  if (parsed.kind !== 'expression') return;
  const { source } = parsed.expression;
  let references: string[];
  try {
    references = checkExpression(source);
  } catch (error) {
    refuse(reader, (error as Error).message, field, 'INVALID_JSONATA_EXPRESSION');
    return;
  }
  for (const reference of references) {
    if (reference === reader.sees) continue;
    refuse(reader, unsupportedReference(reference), field, 'UNSUPPORTED_JSONATA_EXPRESSION');
  }
}

/** Notes texts that open or close an expression without being one. */
function checkConstant(reader: Reader, value: Json, field: string): void {
  if (typeof value === 'string') {
    if (value.startsWith('{%') === value.endsWith('%}')) return;
    refuse(reader, "A JSONata expression starts with '{%' and ends with '%}'", field, 'INVALID_JSONATA_EXPRESSION');
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkConstant(reader, item, `${field}[${index}]`);
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) checkConstant(reader, member, `${field}/${key}`);
  }
}

/** In AWS's words. */
function unsupportedReference(reference: string): string {
  if (reference.startsWith('$states.')) return `Field '${reference}' does not exist.`;
  if (reference === '$$') return "Reference to '$$' is not supported.";
  return `Reference to '${reference}' at the top level is not supported.`;
}
