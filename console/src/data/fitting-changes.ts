import { isObject, type Json } from '#flows/language/json.ts';
import type { JsonSchema } from '../forms/json-schema.ts';
import { type DataScope, sourceOf } from './data-scope.ts';
import { follow } from './follow-schema.ts';
import type { Change, Formula, Key } from './formula.ts';
import { valueIn } from './value-in.ts';

/** What a person chooses to do; fields are picked with what they are of. */
export type Chosen = Exclude<Change['do'], 'field'>;

/** What can be told of a value: of a list, also of its items. */
interface Told {
  list: boolean;
  type: 'string' | 'number' | 'boolean' | 'object' | undefined;
  time: boolean;
}

/** What can be done with the value of a formula next, by what is known of it. */
export function fittingChanges(formula: Formula, scope: DataScope): Chosen[] {
  const { list, type, time } = toldOf(formula, scope);
  const done = new Set<Change['do']>(formula.changes.map((change) => change.do));
  const fits: Chosen[] = list
    ? [
        'first',
        'last',
        ...(type === 'object' ? (['where'] as const) : []),
        'count',
        ...(type === 'number' || type === undefined ? (['sum'] as const) : []),
        ...(type === 'object' ? [] : (['join'] as const)),
      ]
    : [
        ...(time || type === undefined ? (['date'] as const) : []),
        ...(type === 'number' || type === undefined ? (['number'] as const) : []),
        ...(type === 'string' || type === undefined ? (['upper', 'lower', 'trim'] as const) : []),
      ];
  return fits.filter((change) => !done.has(change));
}

/** The formula with one thing more done; what stands in for a missing value stays the last. */
export function withChange(formula: Formula, change: Change): Formula {
  const last = formula.changes.at(-1);
  if (last?.do !== 'default') return { ...formula, changes: [...formula.changes, change] };
  const before = formula.changes.slice(0, -1);
  return { ...formula, changes: change.do === 'default' ? [...before, change] : [...before, change, last] };
}

/** The formula without a change, and without the fields that were taken from what it gave. */
export function withoutChange(formula: Formula, index: number): Formula {
  const next = formula.changes[index + 1];
  return { ...formula, changes: formula.changes.toSpliced(index, next?.do === 'field' ? 2 : 1) };
}

/** The names of the fields of a list's items. */
export function fieldsOfItems({ source, keys }: Formula, scope: DataScope): string[] {
  const from = sourceOf(scope, source);
  const value = from?.known && valueIn(from.known.value, [...keys, 0]);
  const listed = follow(from?.schema, [...keys, 0]).flatMap(({ properties }) => Object.keys(properties ?? {}));
  return [...new Set([...listed, ...(isObject(value) ? Object.keys(value) : [])])];
}

function toldOf({ source, keys, changes }: Formula, scope: DataScope): Told {
  const from = sourceOf(scope, source);
  const schemas = follow(from?.schema, keys);
  const value = from?.known && valueIn(from.known.value, keys);
  const list =
    Array.isArray(value) || schemas.some(({ items }) => items) || throughList(from?.schema, from?.known?.value, keys);
  const item = Array.isArray(value) ? value[0] : value;
  const inside = schemas.flatMap((schema) => (schema.items ? follow(from?.schema, [...keys, 0]) : [schema]));
  let told: Told = { list, type: typeOf(inside, item), time: isTime(inside, item, keys.at(-1)) };
  for (const change of changes) told = after(told, change);
  return told;
}

function after(told: Told, change: Change): Told {
  switch (change.do) {
    case 'first':
    case 'last':
      return { ...told, list: false };
    case 'where':
    case 'default':
      return told;
    case 'field':
      return { list: told.list, type: undefined, time: false };
    case 'count':
    case 'sum':
      return { list: false, type: 'number', time: false };
    default:
      return { list: false, type: 'string', time: false };
  }
}

/** Whether names lead through a list to the fields of all its items. */
function throughList(schema: JsonSchema | undefined, value: Json | undefined, keys: readonly Key[]): boolean {
  return keys.some((key, index) => {
    if (typeof key === 'number') return false;
    const way = keys.slice(0, index);
    const holder = value === undefined ? undefined : valueIn(value, way);
    return Array.isArray(holder) || follow(schema, way).some(({ items }) => items);
  });
}

function typeOf(schemas: readonly JsonSchema[], value: Json | undefined): Told['type'] {
  const types = [...new Set(schemas.flatMap(({ type }) => type ?? []))].filter((type) => type !== 'null');
  const said = types.length === 1 ? types[0] : undefined;
  if (said === 'integer') return 'number';
  if (said !== undefined) return said as Told['type'];
  if (value === undefined || value === null || Array.isArray(value)) return undefined;
  return typeof value as Told['type'];
}

function isTime(schemas: readonly JsonSchema[], value: Json | undefined, key: Key | undefined): boolean {
  if (schemas.some(({ format }) => format === 'date-time' || format === 'date')) return true;
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d(?:T|$)/.test(value);
  // Milliseconds since 1970, from 2001 on.
  if (typeof value === 'number') return value > 1e12;
  return /At$|date|time/i.test(String(key));
}
