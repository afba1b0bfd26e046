import { z } from 'zod';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Json } from '#flows/language/json.ts';
import type { Sentence, Words } from '#flows/text/failure.ts';

const inChinese = z.locales.zhCN().localeError;

/** The input as the action wants it; throws ConnectorError InvalidInput naming the first field that does not fit. */
export function fitting(schema: z.ZodType, input: Json): unknown {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  throw new ConnectorError('InvalidInput', told(read.error, input));
}

/** Where and how an output differs from its schema; undefined when it fits. */
export function unfit(schema: z.ZodType, output: Json): Sentence | undefined {
  const read = schema.safeParse(output);
  return read.success ? undefined : told(read.error, output);
}

function told(error: z.ZodError, value: Json): Sentence {
  const { path, issue } = deepest(error.issues);
  const field = path.map(String).join('.') || 'input';
  const found = at(value, path);
  if (found === undefined && path.length > 0) return { id: 'fieldMissing', params: { field } };
  return { id: 'fieldUnfit', params: { field, reason: inBoth(issue, found) } };
}

/** The library's own words. */
function inBoth(issue: z.core.$ZodIssue, input: unknown): Words {
  const { message: en, ...raw } = issue;
  const said = inChinese({ ...raw, input } as z.core.$ZodRawIssue);
  return { en, zh: (typeof said === 'string' ? said : said?.message) ?? en };
}

/** A union's own issue says nothing: the variant that got furthest is what was meant. */
function deepest(
  issues: readonly z.core.$ZodIssue[],
  before: PropertyKey[] = [],
): { path: PropertyKey[]; issue: z.core.$ZodIssue } {
  const issue = issues[0] as z.core.$ZodIssue;
  const path = [...before, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return { path, issue };
  const variants = issue.errors.map((inner) => deepest(inner, path));
  return variants.reduce((a, b) => (b.path.length > a.path.length ? b : a));
}

function at(value: Json, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}
