import { expect, test } from 'vitest';
import type { JsonObject } from '#flows/language/json.ts';
import type { JsonSchema } from './json-schema.ts';
import { fieldsFor, helpOf, labelOf, unknownNames, withValue } from './schema-fields.ts';

const schema: JsonSchema = {
  type: 'object',
  properties: {
    way: { enum: ['a', 'b'], default: 'a' },
    user: { type: 'string', onlyFor: { way: ['b'] }, needed: true },
    text: { type: 'string', 'x-label': { en: 'Text', zh: '文本' }, 'x-help': { en: 'What is said', zh: '内容' } },
  },
  required: ['way', 'text'],
  additionalProperties: false,
};

test.each<[JsonObject, string[]]>([
  [{}, ['way', 'text']],
  [{ way: 'b' }, ['way', 'user', 'text']],
  [{ way: '{{ $trigger.body.way }}' }, ['way', 'user', 'text']],
  [{ way: 'a', user: 'left over' }, ['way', 'user', 'text']],
])('with %j the form asks for %j', (value, names) => {
  expect(fieldsFor(schema, value).map(({ name }) => name)).toEqual(names);
});

test('what has a default is not needed', () => {
  expect(fieldsFor(schema, { way: 'b' }).map(({ required }) => required)).toEqual([false, true, true]);
});

test('fields are called as the reader speaks', () => {
  const { text = {} } = schema.properties ?? {};
  expect([labelOf('text', text, 'en'), labelOf('text', text, 'zh')]).toEqual(['Text', '文本']);
  expect([helpOf(text, 'zh'), helpOf({}, 'en')]).toEqual(['内容', undefined]);
  expect(labelOf('webhookUrl', {}, 'zh')).toBe('Webhook url');
});

test('names that the schema does not know are seen, unless it takes any', () => {
  expect(unknownNames(schema, { text: 'a', tex: 'b' })).toEqual(['tex']);
  expect(unknownNames({ ...schema, additionalProperties: {} }, { tex: 'b' })).toEqual([]);
});

test('a value is set at its place, and taken out without one', () => {
  expect(withValue({ a: 1, b: 2 }, 'a', 3)).toEqual({ a: 3, b: 2 });
  expect(withValue({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 });
});
