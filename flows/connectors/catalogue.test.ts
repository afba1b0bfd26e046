import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connectorTexts } from '#flows/text/connector-texts.generated.ts';
import { calls } from './calls.generated.ts';
import { catalogue } from './catalogue.generated.ts';
import type { FieldOptions } from './define-connector.ts';

interface FieldText {
  label: string;
  choices?: Record<string, string>;
}

interface Texts {
  description: string;
  connection?: Record<string, { label: string }>;
  actions: Record<string, { title: string; description: string; input: Record<string, FieldText> }>;
  triggers: Record<string, { title: string; description: string; input: Record<string, FieldText> }>;
}

function propertiesOf(schema: z.ZodType): Record<string, { enum?: string[] }> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return properties as Record<string, { enum?: string[] }>;
}

const members = (schema: z.ZodType): string[] => Object.keys((schema as z.ZodObject).shape ?? {}).sort();

describe.each(Object.values(catalogue))('$id', (connector) => {
  test('bears the id of its folder and says which schema its operations have', () => {
    expect(catalogue[connector.id]).toBe(connector);
    for (const operation of [...Object.values(connector.actions), ...Object.values(connector.triggers)]) {
      expect(z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' })).toBeTypeOf('object');
      expect(operation.output.safeParse(operation.sample).error).toBeUndefined();
    }
  });

  test('fields with choices name a call that loads them and fields of the same input', () => {
    for (const { input } of [...Object.values(connector.actions), ...Object.values(connector.triggers)]) {
      const { properties = {} } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
      for (const [name, property] of Object.entries(properties as Record<string, { options?: FieldOptions }>)) {
        if (!property.options) continue;
        const { from, needs = [], ...more } = property.options;
        expect(calls[connector.id]?.options?.[from], `${name}: ${from}`).toBeTypeOf('function');
        expect(Object.keys(properties)).toEqual(expect.arrayContaining(needs));
        expect(more).toEqual({});
      }
    }
  });

  test('marks every credential as secret', () => {
    for (const [name, field] of Object.entries(connector.connection?.fields.shape ?? {})) {
      if (/token|secret|password|key|webhookUrl/i.test(name))
        expect((field as z.ZodType).meta(), name).toMatchObject({ secret: true });
    }
  });

  test.each([
    ['en', connectorTexts.en],
    ['zh', connectorTexts.zh],
  ])('every operation and field has a text in %s', (_language, all) => {
    const texts = (all as Record<string, Texts>)[connector.id]!;
    expect(texts.description).toBeTruthy();
    if (connector.connection)
      expect(Object.keys(texts.connection ?? {}).sort()).toEqual(members(connector.connection.fields));
    for (const kind of ['actions', 'triggers'] as const) {
      expect(Object.keys(texts[kind]).sort()).toEqual(Object.keys(connector[kind]).sort());
      for (const [name, operation] of Object.entries(connector[kind])) {
        expect(texts[kind][name]?.title && texts[kind][name]?.description).toBeTruthy();
        expect(Object.keys(texts[kind][name]?.input ?? {}).sort(), name).toEqual(members(operation.input));
        for (const [field, { enum: values = [] }] of Object.entries(propertiesOf(operation.input))) {
          // Words of a standard, such as GET, are what people know them by.
          const own = values.filter((value) => !/^[A-Z]+$/.test(value));
          expect(Object.keys(texts[kind][name]?.input[field]?.choices ?? {}).sort(), field).toEqual(own.sort());
        }
      }
    }
  });
});
