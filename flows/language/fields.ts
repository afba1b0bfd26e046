import type { Json, JsonObject } from './json.ts';

/** Which parts of a value somebody reads: all of it, or these fields of it; of a list those of each item. */
export type Fields = 'all' | ReadonlyMap<string, Fields>;

export const noFields: Fields = new Map();

/** What one or the other reads. */
export function eitherFields(one: Fields, other: Fields): Fields {
  if (one === 'all' || other === 'all') return 'all';
  const both = new Map(one);
  for (const [name, inner] of other) both.set(name, eitherFields(both.get(name) ?? noFields, inner));
  return both;
}

/** The fields below a path of names. */
export function fieldsBelow(path: readonly string[], fields: Fields): Fields {
  return path.reduceRight<Fields>((inner, name) => new Map([[name, inner]]), fields);
}

/** Fields as JSON: `"all"`, or an object. */
export function writtenFields(fields: Fields): 'all' | JsonObject {
  if (fields === 'all') return fields;
  return Object.fromEntries([...fields].map(([name, inner]) => [name, writtenFields(inner)]));
}

/** What `writtenFields` wrote. */
export function readFields(written: Json): Fields {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return 'all';
  return new Map(Object.entries(written).map(([name, inner]) => [name, readFields(inner)]));
}

/** What is read of the field `name`. */
export function fieldsAt(fields: Fields, name: string): Fields {
  return fields === 'all' ? 'all' : (fields.get(name) ?? noFields);
}

/**
 * The value with nothing but these fields: a path of names through it leads to what it led to before. Lists keep their
 * length, and what has no fields is 0 where fields are read of it, null if it was null.
 */
export function keepFields(value: Json, fields: Fields): Json {
  if (fields === 'all') return value;
  if (Array.isArray(value)) return value.map((item) => keepFields(item, fields));
  if (value === null) return null;
  if (typeof value !== 'object') return 0;
  const kept = [...fields].filter(([name]) => Object.hasOwn(value, name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, keepFields(value[name] as Json, inner)]));
}

/** The field that is read whole and makes most of the value, `body.items`; empty when the whole value is read. */
export function heaviestField(value: Json, fields: Fields): string {
  let heaviest = { path: '', length: -1 };
  visit(fields, []);
  return heaviest.path;

  function visit(inner: Fields, path: string[]): void {
    if (inner !== 'all') {
      for (const [name, deeper] of inner) visit(deeper, [...path, name]);
      return;
    }
    const { length } = JSON.stringify(keepFields(value, fieldsBelow(path, 'all')));
    if (length > heaviest.length) heaviest = { path: path.join('.'), length };
  }
}
