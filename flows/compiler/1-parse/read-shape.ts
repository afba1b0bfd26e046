import { z } from 'zod';
import type { Json } from '#flows/language/json.ts';
import { nearest } from '#flows/language/nearest.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { Report } from './problem-list.ts';
import { reportIssues } from './report-issues.ts';
import { type ObjectNode, type SourceNode, toJson } from './source-node.ts';

/** Stands in a schema for what is read by a function of its own: the node is handed through. */
export const nested = z.custom<SourceNode>((value) => typeof value === 'object' && value !== null && 'kind' in value);

/** `part` holds the fields without a finding; `whole` is absent when one that must be there is missing or wrong. */
export interface ReadShape<T> {
  whole?: T;
  part: Partial<T>;
}

/** Checks one object of the document against its schema; fields of `nested` are handed through unread. */
export function readShape<S extends z.ZodObject>(
  node: ObjectNode,
  schema: S,
  pointer: Pointer,
  report: Report,
): ReadShape<z.output<S>> {
  const known = Object.keys(schema.shape);
  const given: Record<string, Json | SourceNode> = {};
  for (const { key, node: child } of node.entries) {
    const field = known.includes(key) ? schema.shape[key] : undefined;
    if (field) given[key] = isNested(field, child) ? child : toJson(child);
    else report('unknownField', { field: key, suggestion: nearest(key, known) }, [...pointer, key], 'key');
  }
  const first = schema.safeParse(given);
  if (first.success) return { whole: first.data, part: first.data };
  reportIssues(first.error.issues, given, pointer, report);
  const wrong = new Set(first.error.issues.map((issue) => issue.path[0]));
  const rest = Object.fromEntries(Object.entries(given).filter(([key]) => !wrong.has(key)));
  const second = schema.safeParse(rest);
  const part = rest as Partial<z.output<S>>;
  return second.success ? { whole: second.data, part } : { part };
}

// `onError` is a word or steps: what is no scalar is read later.
function isNested(field: z.core.$ZodType, node: SourceNode): boolean {
  // A description makes a copy of the schema that shares its definition.
  if (field._zod.def === nested._zod.def) return true;
  if (field instanceof z.ZodOptional) return isNested(field.unwrap(), node);
  return (
    field instanceof z.ZodUnion && node.kind !== 'scalar' && field.options.some((option) => isNested(option, node))
  );
}
