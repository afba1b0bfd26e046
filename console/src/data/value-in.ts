import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Key } from './formula.ts';

/** The value that a way leads to; names go through lists to their items, and a list of one is its item, as in JSONata. */
export function valueIn(value: Json, keys: readonly Key[]): Json | undefined {
  let at: Json | undefined = value;
  for (const key of keys) {
    if (at === undefined) return undefined;
    at = typeof key === 'number' ? itemAt(at, key) : fieldOf(at, key);
  }
  return at;
}

function itemAt(value: Json, index: number): Json | undefined {
  if (!Array.isArray(value)) return index === 0 || index === -1 ? value : undefined;
  return value.at(index);
}

function fieldOf(value: Json, name: string): Json | undefined {
  if (!Array.isArray(value)) {
    const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    return isObject ? (value as JsonObject)[name] : undefined;
  }
  const found = value.flatMap((item) => fieldOf(item, name) ?? []);
  return found.length > 1 ? found : found[0];
}
