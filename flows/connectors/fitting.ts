import type { z } from 'zod';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Json } from '#flows/language/json.ts';
import type { Sentence } from '#flows/text/failure.ts';
import { deepestIssue, issueText, valueAt } from '#flows/text/issue-text.ts';

/** The input as the action wants it; throws ConnectorError InvalidInput naming the first field that does not fit. */
export function parseInput(schema: z.ZodType, input: Json): unknown {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  throw new ConnectorError('InvalidInput', misfit(read.error, input));
}

/** Where and how an output differs from its schema; undefined when it fits. */
export function outputMisfit(schema: z.ZodType, output: Json): Sentence | undefined {
  const read = schema.safeParse(output);
  return read.success ? undefined : misfit(read.error, output);
}

function misfit(error: z.ZodError, value: Json): Sentence {
  const { path, issue } = deepestIssue(error.issues);
  const field = path.map(String).join('.') || 'input';
  const found = valueAt(value, path);
  if (found === undefined && path.length > 0) return { id: 'fieldMissing', params: { field } };
  const reason = { en: issueText(issue, found, 'en'), zh: issueText(issue, found, 'zh') };
  return { id: 'fieldUnfit', params: { field, reason } };
}
