import type { Json, JsonObject } from '#flows/language/json.ts';

/** A state of Amazon States Language, its fields as the service takes them. */
export type State = JsonObject;

/** The states of one scope: a machine, a branch of a Parallel or the body of a Map. */
export type States = Record<string, State>;

/** The field value that Step Functions evaluates as JSONata. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}

/**
 * A constant as a field value. Text that Step Functions would take for an expression, and text that is empty or of
 * several lines (which checkers of the language refuse), is written as an expression.
 */
export function constant(value: Json): Json {
  return isPlain(value) ? value : jsonata(JSON.stringify(value));
}

function isPlain(value: Json): boolean {
  if (typeof value === 'string') return /^(?!\{%).+$/.test(value) && !value.endsWith('%}');
  if (Array.isArray(value)) return value.every(isPlain);
  if (value !== null && typeof value === 'object')
    return Object.entries(value).every(([key, item]) => key && isPlain(item));
  return true;
}
