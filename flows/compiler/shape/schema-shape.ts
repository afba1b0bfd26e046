import { z } from 'zod';
import type { JsonObject } from '#flows/language/json.ts';
import { type Known, oneOf, type Shape } from './shape.ts';

const known = { input: new WeakMap<z.ZodType, Shape>(), output: new WeakMap<z.ZodType, Shape>() };

/** The shape that a connector's schema describes: of what authors write (`input`), or of what comes out (`output`). */
export function schemaShape(schema: z.ZodType, io: 'input' | 'output'): Shape {
  const shape = known[io].get(schema) ?? readShape(schema, io);
  known[io].set(schema, shape);
  return shape;
}

function readShape(schema: z.ZodType, io: 'input' | 'output'): Shape {
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as JsonObject;
  return new SchemaReader((json.$defs ?? {}) as Record<string, JsonObject>).shape(json);
}

class SchemaReader {
  private readonly definitions: Record<string, JsonObject>;
  private readonly open = new Set<string>();

  constructor(definitions: Record<string, JsonObject>) {
    this.definitions = definitions;
  }

  shape(schema: JsonObject): Shape {
    if (typeof schema.$ref === 'string') return this.reference(schema.$ref);
    if ('const' in schema) return this.words([schema.const]);
    if (Array.isArray(schema.enum)) return this.words(schema.enum);
    const options = (schema.anyOf ?? schema.oneOf) as JsonObject[] | undefined;
    if (options) return oneOf(options.map((option) => this.shape(option)));
    if (Array.isArray(schema.type)) return oneOf(schema.type.map((type) => this.shape({ ...schema, type })));
    return this.ofType(schema);
  }

  private ofType(schema: JsonObject): Shape {
    switch (schema.type) {
      case 'string':
        return { kind: 'text' };
      case 'number':
      case 'integer':
        return { kind: 'number' };
      case 'boolean':
      case 'null':
        return { kind: schema.type };
      case 'array':
        return { kind: 'list', item: this.shape((schema.items ?? {}) as JsonObject) };
      case 'object':
        return this.object(schema);
      default:
        return { kind: 'any' };
    }
  }

  private object(schema: JsonObject): Shape {
    const required = (schema.required ?? []) as string[];
    const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonObject>);
    const fields = new Map(
      properties.map(([name, field]): [string, Known] => [
        name,
        { shape: this.shape(field), missing: !required.includes(name) },
      ]),
    );
    const rest = schema.additionalProperties;
    if (typeof rest === 'object') return { kind: 'object', fields, rest: this.shape(rest as JsonObject) };
    // An object without any word about its fields may have all of them.
    return properties.length > 0 || rest === false
      ? { kind: 'object', fields }
      : { kind: 'object', fields, rest: { kind: 'any' } };
  }

  // What contains itself is known one level deep.
  private reference(reference: string): Shape {
    const definition = this.definitions[reference.replace('#/$defs/', '')];
    if (!definition || this.open.has(reference)) return { kind: 'any' };
    this.open.add(reference);
    const shape = this.shape(definition);
    this.open.delete(reference);
    return shape;
  }

  private words(values: unknown[]): Shape {
    const words = values.filter((value) => typeof value === 'string');
    const others = values
      .filter((value) => typeof value !== 'string')
      .map((value): Shape => {
        if (typeof value === 'number' || typeof value === 'boolean')
          return { kind: typeof value as 'number' | 'boolean' };
        return { kind: value === null ? 'null' : 'any' };
      });
    return oneOf(words.length > 0 ? [{ kind: 'text', words }, ...others] : others);
  }
}
