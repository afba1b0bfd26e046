import type { Json } from '#flows/language/json.ts';

/** Letters of a value that are shown. */
const longest = 80;

/** A value in a few letters. */
export function shortValue(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const flat = text.slice(0, longest * 2).replace(/\s+/g, ' ');
  return flat.length > longest ? `${flat.slice(0, longest - 1)}…` : flat;
}
