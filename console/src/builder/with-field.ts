import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Pointer } from '#flows/language/problem.ts';

/** A value inside a document; undefined when there is none. */
export function valueAt(document: Json | undefined, path: Pointer): Json | undefined {
  let value: Json | undefined = document;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Array.isArray(value) ? value[Number(key)] : (value as JsonObject)[key];
  }
  return value;
}

/**
 * The document with a value set, as the command `set` means it: undefined takes the field out, an index at the end of a
 * list adds to it, maps that are missing on the way are made. Parts that stay are the same objects.
 */
export function withField(document: Json | undefined, path: Pointer, value: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(document)) {
    const inner = withField(document[Number(key)], rest, value);
    return inner === undefined ? document.filter((_, i) => i !== key) : Object.assign([...document], { [key]: inner });
  }
  const map = typeof document === 'object' && document !== null ? document : {};
  const inner = withField((map as JsonObject)[key], rest, value);
  if (inner !== undefined) return { ...map, [key]: inner };
  const { [key]: _, ...others } = map as JsonObject;
  return others;
}
