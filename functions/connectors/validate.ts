import type { z } from 'zod';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Json } from '#flows/language/json.ts';

/** The input as the action wants it; throws ConnectorError InvalidInput naming the first field that does not fit. */
export function fitting(schema: z.ZodType, input: Json): unknown {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  throw new ConnectorError('InvalidInput', told(read.error, input));
}

/** Where and how an output differs from its schema; undefined when it fits. */
export function unfit(schema: z.ZodType, output: Json): string | undefined {
  const read = schema.safeParse(output);
  return read.success ? undefined : told(read.error, output);
}

function told(error: z.ZodError, value: Json): string {
  const issue = deepest(error.issues);
  const field = issue.path.map(String).join('.') || 'input';
  const missing = at(value, issue.path) === undefined && issue.path.length > 0;
  return missing ? `${field} has no value.` : `${field}: ${issue.message}.`;
}

interface Issue {
  path: PropertyKey[];
  message: string;
}

/** A union's own issue says nothing: the variant that got furthest is what was meant. */
function deepest(issues: readonly z.core.$ZodIssue[], before: PropertyKey[] = []): Issue {
  const issue = issues[0] as z.core.$ZodIssue;
  const path = [...before, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return { path, message: issue.message };
  const variants = issue.errors.map((inner) => deepest(inner, path));
  return variants.reduce((a, b) => (b.path.length > a.path.length ? b : a));
}

function at(value: Json, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}
