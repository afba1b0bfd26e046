import { isObject, type Json } from '#flows/language/json.ts';

/** Which events a rule takes: for each field the values allowed, or a pattern for an object inside. */
export type EventPattern = { readonly [field: string]: EventPattern | readonly Matcher[] };

/** A value itself, or a condition on it. */
type Matcher =
  | string
  | number
  | boolean
  | null
  | { readonly prefix: string }
  | { readonly suffix: string }
  | { readonly exists: boolean }
  | { readonly 'anything-but': string | number | readonly (string | number)[] };

/**
 * Whether an event fits, as EventBridge judges it: every field of the pattern must have one of its values, a list in
 * the event when any of its items has.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function matchesPattern(pattern: EventPattern, event: Json | undefined): boolean {
  const fields = isObject(event) ? event : {};
  return Object.entries(pattern).every(([field, wanted]) =>
    isList(wanted) ? wanted.some((matcher) => fits(matcher, fields[field])) : matchesPattern(wanted, fields[field]),
  );
}

function fits(matcher: Matcher, value: Json | undefined): boolean {
  if (typeof matcher !== 'object' || matcher === null) return candidates(value).includes(matcher);
  if ('exists' in matcher) return matcher.exists === (value !== undefined);
  if ('prefix' in matcher) return texts(value).some((text) => text.startsWith(matcher.prefix));
  if ('suffix' in matcher) return texts(value).some((text) => text.endsWith(matcher.suffix));
  const refused: readonly Json[] = [matcher['anything-but']].flat();
  return candidates(value).some((candidate) => !refused.includes(candidate));
}

function candidates(value: Json | undefined): Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function texts(value: Json | undefined): string[] {
  return candidates(value).filter((candidate) => typeof candidate === 'string');
}

function isList(wanted: EventPattern | readonly Matcher[]): wanted is readonly Matcher[] {
  return Array.isArray(wanted);
}
