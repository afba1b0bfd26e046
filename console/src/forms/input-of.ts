import type { Json } from '#flows/language/json.ts';
import { alternatives } from '../data/alternatives.ts';
import type { JsonSchema } from './json-schema.ts';

interface Options {
  options: Json[];
  /** The options in words. */
  words: JsonSchema['x-choices'];
}

interface Needs {
  /** Other fields that have to be filled in before. */
  needs: string[];
}

/** How a person gives a value of some schema. */
export type Input =
  | { kind: 'text'; long: boolean; most: number | undefined }
  | { kind: 'secret' }
  | { kind: 'number'; whole: boolean; least: number | undefined; most: number | undefined }
  | { kind: 'boolean' }
  | { kind: 'date' }
  | { kind: 'moment' }
  | ({ kind: 'choice' } & Options)
  | ({ kind: 'choices' } & Options)
  | ({ kind: 'vendor' } & Needs)
  | ({ kind: 'vendors' } & Needs)
  | { kind: 'list'; item: JsonSchema }
  | { kind: 'map'; item: JsonSchema }
  | { kind: 'fields'; schema: JsonSchema }
  | { kind: 'oneOf'; ways: JsonSchema[] }
  | { kind: 'code'; language: string }
  | { kind: 'any' };

export type InputKind = Input['kind'];

/** Texts from this length on are written over several lines. */
const longText = 10_000;

/** The input for a schema; `root` holds what its references name. */
export function inputOf(root: JsonSchema, schema: JsonSchema): Input {
  const ways = alternatives(root, schema).filter(({ type }) => type !== 'null');
  const [only] = ways;
  if (!only || ways.length === 0) return { kind: 'any' };
  if (ways.length === 1) return inputOfOne(root, { ...schema, ...only });
  const types = new Set(ways.flatMap(typesOf));
  if (ways.every((way) => way.const !== undefined || way.enum))
    return {
      kind: 'choice',
      options: ways.flatMap((way) => (way.enum ?? [way.const]) as Json[]),
      words: schema['x-choices'],
    };
  if (types.has('object') && types.has('array') && types.has('string')) return { kind: 'any' };
  if ([...types].every(isScalar)) return { kind: 'text', long: false, most: undefined };
  return { kind: 'oneOf', ways };
}

function inputOfOne(root: JsonSchema, schema: JsonSchema): Input {
  const types = typesOf(schema).filter((type) => type !== 'null');
  if (schema.secret) return { kind: 'secret' };
  if (schema.options) return { kind: types[0] === 'array' ? 'vendors' : 'vendor', needs: schema.options.needs ?? [] };
  if (schema.enum) return { kind: 'choice', options: schema.enum as Json[], words: schema['x-choices'] };
  if (schema.const !== undefined)
    return { kind: 'choice', options: [schema.const as Json], words: schema['x-choices'] };
  if (types.length > 1) return types.every(isScalar) ? { kind: 'text', long: false, most: undefined } : { kind: 'any' };
  switch (types[0]) {
    case 'string':
      return textInput(schema);
    case 'number':
    case 'integer':
      return { kind: 'number', whole: types[0] === 'integer', least: schema.minimum, most: schema.maximum };
    case 'boolean':
      return { kind: 'boolean' };
    case 'array':
      return listInput(root, schema.items ?? {});
    case 'object':
      if (schema.properties) return { kind: 'fields', schema };
      return { kind: 'map', item: typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {} };
    default:
      return { kind: 'any' };
  }
}

function textInput({ format, contentMediaType, maxLength }: JsonSchema): Input {
  if (format === 'date') return { kind: 'date' };
  if (format === 'date-time') return { kind: 'moment' };
  if (contentMediaType) return { kind: 'code', language: contentMediaType };
  return { kind: 'text', long: (maxLength ?? 0) >= longText, most: maxLength };
}

function listInput(root: JsonSchema, item: JsonSchema): Input {
  const each = inputOf(root, item);
  return each.kind === 'choice' ? { ...each, kind: 'choices' } : { kind: 'list', item };
}

function typesOf({ type }: JsonSchema): string[] {
  return type === undefined ? [] : [type].flat();
}

function isScalar(type: string): boolean {
  return type === 'string' || type === 'number' || type === 'integer' || type === 'boolean';
}

/** Whether the value is text with an expression in it, which only a run knows the value of. */
export function isFromData(value: Json | undefined): boolean {
  return typeof value === 'string' && value.includes('{{');
}

/** Whether an input can show a value as it is, so that what the author wrote is never changed by looking at it. */
export function canShow(input: Input, value: Json): boolean {
  if (isFromData(value)) return ['text', 'code', 'any', 'oneOf'].includes(input.kind);
  switch (input.kind) {
    case 'text':
    case 'code':
    case 'vendor':
    case 'secret':
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
    case 'moment':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.0+)?)?(Z|[+-]\d\d:\d\d)$/.test(value);
    case 'choice':
      return input.options.includes(value);
    case 'choices':
      return Array.isArray(value) && value.every((each) => input.options.includes(each));
    case 'vendors':
      return Array.isArray(value) && value.every((each) => typeof each === 'string' && !isFromData(each));
    case 'list':
      return Array.isArray(value);
    case 'oneOf':
    case 'any':
      return true;
    case 'map':
    case 'fields':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
  }
}

/** What a new item of a list or map begins as. */
export function firstValue(input: Input): Json {
  switch (input.kind) {
    case 'number':
      return input.least ?? 0;
    case 'boolean':
      return false;
    case 'choice':
      return input.options[0] ?? '';
    case 'choices':
    case 'vendors':
    case 'list':
      return [];
    case 'map':
    case 'fields':
      return {};
    default:
      return '';
  }
}
