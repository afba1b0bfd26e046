import { z } from 'zod';
import type { Json } from '#flows/language/json.ts';
import { nearest } from '#flows/language/nearest.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { reportIssues } from '../source/report-issues.ts';
import { type ObjectNode, type SourceNode, toJson } from '../source/source-node.ts';
import type { Reading } from './reading.ts';

/** Stands in a schema for what is read by a function of its own: the node is handed through. */
export const nested = z.custom<SourceNode>((value) => typeof value === 'object' && value !== null && 'kind' in value);

/**
 * The fields of one object of the document without a finding, fields of `nested` handed through unread. The object is
 * lost when a field that must be there is missing or wrong.
 */
export function readShape<S extends z.ZodObject>(
  node: ObjectNode,
  schema: S,
  pointer: Pointer,
  reading: Reading,
): Partial<z.output<S>> {
  const known = Object.keys(schema.shape);
  const given: Record<string, Json | SourceNode> = {};
  for (const { key, node: child } of node.entries) {
    const field = known.includes(key) ? schema.shape[key] : undefined;
    if (field) given[key] = isNested(field, child) ? child : toJson(child);
    else {
      reading.report('unknownField', { field: key, suggestion: nearest(key, known) }, [...pointer, key], 'key');
      reading.leaveOut(pointer);
    }
  }
  const first = schema.safeParse(given);
  if (first.success) return first.data;
  reportIssues(first.error.issues, given, pointer, reading.report);
  const wrong = new Set(first.error.issues.map((issue) => issue.path[0]));
  const rest = Object.fromEntries(Object.entries(given).filter(([key]) => !wrong.has(key)));
  if (!schema.safeParse(rest).success) reading.lose(pointer);
  return rest as Partial<z.output<S>>;
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
