import type { Json, JsonObject } from '#flows/language/json.ts';
import { isFunctionValue } from './budget.ts';
import { ExpressionError, noNumber } from './expression-error.ts';

/**
 * A result of JSONata as plain JSON: objects with their prototype, lists without JSONata's marks. What was handed in
 * is shared, not copied. Throws `NotJson` for functions, and for numbers that JSON cannot hold as `$error` does: Step
 * Functions would let them go on as text.
 */
export function toJson(value: unknown): Json {
  if (typeof value === 'number' && !Number.isFinite(value)) throw noNumber();
  // Minus zero does not survive JSON: it must not be another value after a restart.
  if (value === 0) return 0;
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function') throw notJson();
    return (value ?? null) as Json;
  }
  if (isFunctionValue(value)) throw notJson();
  if (Array.isArray(value)) return plainList(value);
  // JSONata's objects have no prototype; one that has came from outside, or from $parse or $match, and is plain.
  return Object.getPrototypeOf(value) === null ? plainObject(value as Record<string, unknown>) : (value as JsonObject);
}

function plainList(list: unknown[]): Json[] {
  let changed = 'sequence' in list || 'cons' in list || 'keepSingleton' in list || 'outerWrapper' in list;
  const copy: Json[] = new Array(list.length);
  for (let index = 0; index < list.length; index++) {
    copy[index] = toJson(list[index]);
    changed ||= !Object.is(copy[index], list[index]);
  }
  return changed ? copy : (list as Json[]);
}

function plainObject(members: Record<string, unknown>): JsonObject {
  const result: JsonObject = {};
  for (const key of Object.keys(members)) {
    if (members[key] === undefined) continue;
    const value = toJson(members[key]);
    if (key === '__proto__')
      Object.defineProperty(result, key, { value, enumerable: true, configurable: true, writable: true });
    else result[key] = value;
  }
  return result;
}

function notJson(): ExpressionError {
  return new ExpressionError('NotJson', 'The result holds a function, which is not a value.');
}
