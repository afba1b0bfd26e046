import type { z } from 'zod';
import { deepestIssue, issueText, valueAt } from '#flows/text/issue-text.ts';
import { jsonFault } from '#flows/text/json-fault.ts';
import type { Language } from '#flows/text/language.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { deeperThan } from '#functions/middleware/deeper-than.ts';
import type { HttpEvent } from '#functions/middleware/http-event.ts';

const depthLimit = 200;

/** The JSON of a body of at most `limit` bytes, undefined when there is none; AppError 413, 415 or 400 when it cannot be taken. */
export function readBody(event: HttpEvent, limit: number): unknown {
  if (event.body === undefined || event.body === '') return undefined;
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > limit) throw new AppError(413, 'bodyTooLarge', { params: { limit: limit / 1024 } });
  const type = event.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new AppError(415, 'notJsonType', { params: { type: type ?? '-' } });
  const text = bytes.toString('utf8');
  if (deeperThan(text, depthLimit)) throw new AppError(400, 'bodyTooDeep', { params: { limit: depthLimit } });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError(400, 'badJson', { params: { ...jsonFault(text, cause) }, field: 'body', cause });
  }
}

/** The value in the shape the contract wants; AppError 400 that names the first field that does not fit. */
export function parsePart<T extends z.ZodType>(
  schema: T,
  value: unknown,
  part: string,
  language: Language,
): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, issue } = deepestIssue(result.error.issues);
  const field = [part, ...path.map(String)].join('.');
  const reason = issueText(issue, valueAt(value, path), language);
  throw new AppError(400, 'badField', { params: { field, reason }, field });
}

/** Query parameters; one given twice keeps its last value. */
export function readQuery(raw: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(raw));
}
