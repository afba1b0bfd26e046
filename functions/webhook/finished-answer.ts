import type { Json } from '#flows/language/json.ts';
import type { HttpResult } from '#functions/middleware/http-event.ts';
import type { Run } from '#functions/store/run.ts';

/** Headers that belong to the connection, not to the flow. */
const ours = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'set-cookie']);

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
  const own = Object.entries((headers ?? {}) as Record<string, Json>)
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name, value]) => /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name) && !ours.has(name) && !/[\r\n\0]/.test(value));
  return { statusCode, headers: { ...(text !== '' && plain(type)), ...Object.fromEntries(own) }, body: text };
}

function plain(type: string): Record<string, string> {
  return { 'content-type': type };
}
