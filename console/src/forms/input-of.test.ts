import { describe, expect, test } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { canShow, firstValue, type Input, inputOf } from './input-of.ts';
import type { JsonSchema } from './json-schema.ts';
import { afterChoosing, sourceOf } from './value-source.ts';

const anyJson: JsonSchema = {
  anyOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'null' },
    { type: 'array', items: { $ref: '#/$defs/json' } },
    { type: 'object', additionalProperties: { $ref: '#/$defs/json' } },
  ],
};
const root: JsonSchema = { $defs: { json: anyJson } };

const kinds: [JsonSchema, Partial<Input>][] = [
  [
    { type: 'string', maxLength: 255 },
    { kind: 'text', long: false },
  ],
  [
    { type: 'string', maxLength: 18_000 },
    { kind: 'text', long: true },
  ],
  [{ type: 'string', secret: true }, { kind: 'secret' }],
  [
    { type: 'integer', minimum: 1 },
    { kind: 'number', whole: true, least: 1 },
  ],
  [{ type: ['number', 'null'] }, { kind: 'number', whole: false }],
  [{ type: 'boolean' }, { kind: 'boolean' }],
  [{ type: 'string', format: 'date' }, { kind: 'date' }],
  [{ type: 'string', format: 'date-time' }, { kind: 'moment' }],
  [
    { type: 'string', contentMediaType: 'text/html' },
    { kind: 'code', language: 'text/html' },
  ],
  [
    { type: 'string', enum: ['a', 'b'] },
    { kind: 'choice', options: ['a', 'b'] },
  ],
  [{ anyOf: [{ const: 'a' }, { const: 2 }] }, { kind: 'choice', options: ['a', 2] }],
  [
    { type: 'array', items: { enum: ['a', 'b'] } },
    { kind: 'choices', options: ['a', 'b'] },
  ],
  [{ type: 'array', items: { type: 'string' } }, { kind: 'list' }],
  [
    { type: 'object', additionalProperties: { type: 'string' } },
    { kind: 'map', item: { type: 'string' } },
  ],
  [{ type: 'object', properties: { a: {} } }, { kind: 'fields' }],
  [{ type: ['string', 'number', 'boolean'] }, { kind: 'text' }],
  [{ anyOf: [{ type: 'string' }, { type: 'object', properties: { a: {} } }] }, { kind: 'oneOf' }],
  [{ $ref: '#/$defs/json' }, { kind: 'any' }],
  [{}, { kind: 'any' }],
  [
    { type: 'string', options: { from: 'projects', needs: ['site'] } },
    { kind: 'vendor', needs: ['site'] },
  ],
  [
    { type: 'array', items: { type: 'string' }, options: { from: 'projects' } },
    { kind: 'vendors', needs: [] },
  ],
];

test.each(kinds)('%j is given as %o', (schema, input) => {
  expect(inputOf(root, schema)).toMatchObject(input);
});

test.each(kinds)('what a new %j begins as can be shown', (schema) => {
  const input = inputOf(root, schema);
  const first = firstValue(input);
  // An empty text is no date: the field is empty.
  if (input.kind !== 'date' && input.kind !== 'moment') expect(canShow(input, first)).toBe(true);
});

describe('where a value comes from', () => {
  const number = inputOf({}, { type: 'number' });
  const text = inputOf({}, { type: 'string' });

  test.each<[Input, Json | undefined, 'fixed' | 'data' | undefined, 'fixed' | 'data']>([
    [number, 5, undefined, 'fixed'],
    [number, '{{ $x }}', undefined, 'data'],
    [number, '{{ $x }}', 'fixed', 'data'],
    [number, undefined, 'data', 'data'],
    [number, 'half', 'data', 'data'],
    [number, 5, 'data', 'fixed'],
    [text, 'a {{ $x }}', undefined, 'fixed'],
    [text, { a: 1 }, undefined, 'data'],
  ])('%o with %j after choosing %s is %s', (input, value, chosen, source) => {
    expect(sourceOf(input, value, chosen)).toBe(source);
  });

  test('what cannot be kept goes, and nothing else', () => {
    expect(afterChoosing(number, '{{ $x }}', 'fixed')).toBeUndefined();
    expect(afterChoosing(number, 5, 'data')).toBeUndefined();
    expect(afterChoosing(number, 5, 'fixed')).toBe(5);
    expect(afterChoosing(number, '{{ $x }}', 'data')).toBe('{{ $x }}');
  });
});
