import { base64 } from '#flows/connectors/base64.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { classOfStatus, retryAfterSeconds } from '#flows/connectors/http-status.ts';
import type { HttpRequest, HttpResponse, Ports } from '#flows/connectors/ports.ts';
import type { Json } from '#flows/language/json.ts';

/**
 * Calls Jira Cloud REST v3 with basic authentication (e-mail and API token) and returns the parsed answer, null when
 * it has no body. Errors carry Jira's own sentences.
 */
export async function callJira(
  ports: Ports,
  connection: Record<string, string>,
  call: { method: string; path: string; query?: HttpRequest['query']; body?: Json },
): Promise<Json> {
  const answer = await ports.http({
    method: call.method,
    url: `${(connection.site ?? '').replace(/\/+$/, '')}${call.path}`,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${base64(`${connection.email ?? ''}:${connection.apiToken ?? ''}`)}`,
    },
    ...(call.query ? { query: call.query } : {}),
    ...(call.body === undefined ? {} : { body: call.body }),
    below: connection.site ?? '',
    accept: () => true,
  });
  if (answer.status >= 400) throw jiraError(answer, ports.now());
  return answer.text === '' ? null : answer.json();
}

function jiraError(answer: HttpResponse, now: number): ConnectorError {
  const retryAfter = retryAfterSeconds(answer.headers['retry-after'], now);
  const { status } = answer;
  const says = sentences(answer.text);
  return new ConnectorError(
    classOfStatus(status),
    says ? { id: 'jiraAnswered', params: { status, says } } : { id: 'jiraAnsweredNothing', params: { status } },
    { status, ...(retryAfter === undefined ? {} : { retryAfter }) },
  );
}

/** Jira's error body is `{ errorMessages: [..], errors: { field: text } }`. */
function sentences(text: string): string {
  try {
    const body = JSON.parse(text) as { errorMessages?: string[]; errors?: Record<string, string>; message?: string };
    const fields = Object.entries(body.errors ?? {}).map(([field, message]) => `${field}: ${message}`);
    const all = [...(body.errorMessages ?? []), ...fields, ...(body.message ? [body.message] : [])];
    if (all.length > 0) return all.join(' ');
  } catch {
    // Not JSON: a proxy's page, say. Its beginning is all there is to show.
  }
  return text.slice(0, 200);
}
