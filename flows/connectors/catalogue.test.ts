import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import en from '#flows/text/en/connectors.json' with { type: 'json' };
import zh from '#flows/text/zh/connectors.json' with { type: 'json' };
import { catalogue } from './catalogue.generated.ts';
import { catalogueSource } from './generate-catalogue.ts';

interface Texts {
  description: string;
  connection?: Record<string, { label: string }>;
  actions: Record<string, { title: string; description: string; input: Record<string, { label: string }> }>;
  triggers: Record<string, { title: string; description: string; input: Record<string, { label: string }> }>;
}

const members = (schema: z.ZodType): string[] => Object.keys((schema as z.ZodObject).shape ?? {}).sort();

test('the generated catalogue is current', () => {
  expect(readFileSync(`${import.meta.dirname}/catalogue.generated.ts`, 'utf8')).toBe(catalogueSource());
});

describe.each(Object.values(catalogue))('$id', (connector) => {
  test('bears the id of its folder and says which schema its operations have', () => {
    expect(catalogue[connector.id]).toBe(connector);
    for (const operation of [...Object.values(connector.actions), ...Object.values(connector.triggers)]) {
      expect(z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' })).toBeTypeOf('object');
      expect(operation.output.safeParse(operation.sample).error).toBeUndefined();
    }
  });

  test('marks every credential as secret', () => {
    for (const [name, field] of Object.entries(connector.connection?.fields.shape ?? {})) {
      if (/token|secret|password|key|webhookUrl/i.test(name))
        expect((field as z.ZodType).meta(), name).toMatchObject({ secret: true });
    }
  });

  test.each([
    ['en', en],
    ['zh', zh],
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
      }
    }
  });
});
