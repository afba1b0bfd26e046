import type { Run } from '#flows/connectors/calls.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { isBelow } from '#flows/connectors/is-below.ts';
import type { HttpRequest } from '#flows/connectors/ports.ts';
import type { Json } from '#flows/language/json.ts';
import type { request } from '../actions/request.ts';
import { authorize } from './authorize.ts';

/** Sends the request with the credentials of the connection, and never above its base address. */
export const run: Run<typeof request> = async ({ input, connection, ports, idempotencyKey }) => {
  const call: HttpRequest & { headers: Record<string, string> } = {
    method: input.method,
    url: address(input.url, connection.baseUrl),
    headers: { ...(sends(input.method) ? { 'idempotency-key': idempotencyKey } : {}), ...lowerCased(input.headers) },
    query: { ...input.query },
    ...(input.body === undefined ? {} : { body: input.body }),
    ...(connection.baseUrl === undefined ? {} : { below: connection.baseUrl }),
  };
  authorize(call, connection);
  const answer = await ports.http(call);
  return {
    status: answer.status,
    headers: answer.headers,
    body: readable(answer.headers['content-type'], answer.text),
  };
};

function sends(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

function lowerCased(headers: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

function address(url: string, baseUrl: string | undefined): string {
  if (!baseUrl) {
    if (URL.canParse(url)) return url;
    throw new ConnectorError('InvalidInput', { id: 'urlNotAbsolute', params: { url } });
  }
  const base = baseUrl.replace(/\/+$/, '');
  const absolute = url.startsWith('/') ? `${base}${url}` : url;
  if (!URL.canParse(absolute)) throw new ConnectorError('InvalidInput', { id: 'urlNotAnAddress', params: { url } });
  if (!isBelow(absolute, base)) throw new ConnectorError('InvalidInput', { id: 'urlNotBelow', params: { url, base } });
  return new URL(absolute).href;
}

/** JSON when the answer says so and it parses; otherwise the text, null when there is none. */
function readable(type: string | undefined, text: string): Json {
  if (text === '') return null;
  if (!/\bjson\b/i.test(type ?? '')) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new ConnectorError('Unavailable', { id: 'answerNotTheJsonItSays' });
  }
}
