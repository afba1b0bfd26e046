import type { JsonObject } from '#flows/language/json.ts';

/** A name that the map does not have: `name`, `name2`, and so forth. */
export function freeKey(map: JsonObject, stem: string): string {
  if (!Object.hasOwn(map, stem)) return stem;
  for (let number = 2; ; number += 1) if (!Object.hasOwn(map, `${stem}${number}`)) return `${stem}${number}`;
}

/** The map with another name for a value, at its place; undefined when the name is taken or empty. */
export function renamedKey(map: JsonObject, from: string, to: string): JsonObject | undefined {
  if (to === '' || to === from || Object.hasOwn(map, to)) return undefined;
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key === from ? to : key, value]));
}
