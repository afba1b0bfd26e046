import { isObject, type Json, type JsonObject } from '#flows/language/json.ts';
import { namedLists } from '#flows/language/list-fields.ts';
import { sameJson } from './set-value.ts';

/** Whose value is taken. */
export type Side = 'mine' | 'theirs';

/** A value in three texts, undefined where it is not written. */
export interface Three<T = Json> {
  base: T | undefined;
  mine: T | undefined;
  theirs: T | undefined;
}

/** Asked where both changed a value, each in another way; `field` leads to it. */
export type Decide = (field: readonly (string | number)[], values: Three) => Side;

/** What both made of a value: maps by their keys, lists of one length by their items, all else as a whole. */
export function mergeValues(values: Three, field: readonly (string | number)[], decide: Decide): Json | undefined {
  const { base, mine, theirs } = values;
  if (same(mine, theirs) || same(theirs, base)) return mine;
  if (same(mine, base)) return theirs;
  if (isObject(mine) && isObject(theirs) && mayMix(values, field))
    return mergeMaps(values as Three<JsonObject>, field, decide);
  if (Array.isArray(base) && Array.isArray(mine) && Array.isArray(theirs)) {
    if (base.length === mine.length && mine.length === theirs.length) {
      const items = mine.map((item, index) =>
        mergeValues({ base: base[index], mine: item, theirs: theirs[index] }, [...field, index], decide),
      );
      return items as Json[];
    }
  }
  return values[decide(field, values)];
}

function mergeMaps(
  { base, mine, theirs }: Three<JsonObject>,
  field: readonly (string | number)[],
  decide: Decide,
): Json {
  const before = isObject(base) ? base : {};
  const keys = new Set([...Object.keys(mine ?? {}), ...Object.keys(theirs ?? {})]);
  const merged: JsonObject = {};
  for (const key of keys) {
    const of = (map: JsonObject | undefined) => (map && Object.hasOwn(map, key) ? map[key] : undefined);
    const value = mergeValues({ base: of(before), mine: of(mine), theirs: of(theirs) }, [...field, key], decide);
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

/** Fields whose maps have names of the author's own. */
const ownNames: ReadonlySet<string | number> = new Set(['with', 'set', ...namedLists]);

// A comparison says one thing with all its parts, and so does a map whose keys tell what it is.
function mayMix({ base, mine, theirs }: Three, field: readonly (string | number)[]): boolean {
  const maps = [base, mine, theirs].filter(isObject);
  if (maps.some((map) => Object.hasOwn(map, 'op'))) return false;
  return field.length === 0 || ownNames.has(field[0] ?? '') || !isObject(base) || !maps.some((map) => turns(base, map));
}

/** Whether a map lost a key and got another. */
function turns(before: JsonObject, after: JsonObject): boolean {
  const lost = Object.keys(before).some((key) => !Object.hasOwn(after, key));
  return lost && Object.keys(after).some((key) => !Object.hasOwn(before, key));
}

export function same(left: Json | undefined, right: Json | undefined): boolean {
  return left === undefined || right === undefined ? left === right : sameJson(left, right);
}
