import jsonata from 'jsonata';
import type { Json } from '#flows/language/json.ts';
import { type Shortcut, shortcut, unsure } from './shortcut.ts';
import { toJson } from './to-json.ts';

/** Sources that are kept parsed. */
const keptSources = 2000;
/** The longest source that is looked at. */
const longest = 20_000;

const kept = new Map<string, Shortcut | undefined>();

/**
 * Value of a plain expression, undefined when it has none: one whose cost is bounded by the size of what it is given.
 * `unsure` for any other, and for data that a plain expression was not made for.
 */
export function evaluatePlain(
  source: string,
  bindings: Readonly<Record<string, unknown>>,
): Json | undefined | typeof unsure {
  const known = kept.get(source);
  const quick = known ?? (kept.has(source) ? undefined : keep(source));
  const value = quick ? quick(bindings) : unsure;
  return value === unsure || value === undefined ? value : toJson(value);
}

function keep(source: string): Shortcut | undefined {
  if (kept.size >= keptSources) kept.delete(kept.keys().next().value!);
  const parsed = source.length <= longest ? parse(source) : undefined;
  kept.set(source, parsed);
  return parsed;
}

function parse(source: string): Shortcut | undefined {
  try {
    return shortcut(jsonata(source).ast());
  } catch {
    return undefined;
  }
}
