import type { Json } from '#flows/language/json.ts';
import type { HttpResult } from '#functions/middleware/http-event.ts';
import type { Run } from '#functions/store/run.ts';
import { allowedHeaders } from './allowed-headers.ts';

/**
 * A page that a flow answers stands at the console's address, but is nobody there: it has an origin of its own, runs no
 * script, and its forms lead back to webhook addresses.
 */
const pagePolicy =
  "sandbox allow-forms; default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * The answer that an ended run gives its caller: the output of its `stop` step as `{ status, headers, body }` when it
 * has a status, else the output itself. A run that did not succeed is 500, or 504 when its time ran out.
 */
export function finishedAnswer(run: Run): HttpResult {
  if (run.status === 'succeeded') return shaped(run.output ?? null);
  const { code = run.status, message = 'The run was stopped.' } = run.error ?? {};
  const body = { error: { code, message }, run: run.id };
  return {
    statusCode: run.status === 'timedOut' ? 504 : 500,
    headers: plain('application/json'),
    body: JSON.stringify(body),
  };
}

function shaped(output: Json): HttpResult {
  const { status, headers, body } = (output ?? {}) as { status?: Json; headers?: Json; body?: Json };
  const statusCode = Number(status);
  if (status === undefined || !Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) {
    return { statusCode: 200, headers: plain('application/json'), body: JSON.stringify(output) };
  }
  const text = typeof body === 'string' ? body : body === undefined || body === null ? '' : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  return { statusCode, headers: { ...(text !== '' && plain(type)), ...own(headers) }, body: text };
}

function own(headers: Json | undefined): Record<string, string> {
  const isObject = headers !== null && typeof headers === 'object' && !Array.isArray(headers);
  return { ...allowedHeaders(isObject ? headers : {}), 'content-security-policy': pagePolicy };
}

function plain(type: string): Record<string, string> {
  return { 'content-type': type };
}
