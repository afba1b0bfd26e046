import { z } from 'zod';
import { base64 } from '#flows/connectors/base64.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { defineAction, type HttpRequest } from '#flows/connectors/define-connector.ts';
import { isBelow } from '#flows/connectors/is-below.ts';
import type { Json } from '#flows/language/json.ts';

/** One HTTP request. Statuses from 400 up fail the step with the class that fits. */
export const request = defineAction({
  input: z.strictObject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']).default('GET'),
    /** Absolute, or below the connection's base URL when it begins with `/`. */
    url: z.string().max(8192),
    query: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    headers: z.record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'headerName'), z.string()).optional(),
    /** Text as is, anything else as JSON. */
    body: z.json().optional(),
  }),
  output: z.object({ status: z.number().int(), headers: z.record(z.string(), z.string()), body: z.any() }),
  sample: { status: 200, headers: { 'content-type': 'application/json' }, body: { ok: true } },
  idempotency: 'record',
  effects: 'sends',
  connection: 'optional',
  async run({ input, connection, ports, idempotencyKey }) {
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
  },
});

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

/** Adds the credentials of the connection to the call, in the way that its scheme says. */
export function authorize(
  call: HttpRequest & { headers: Record<string, string> },
  connection: Record<string, string>,
): void {
  const secret = connection.secret ?? '';
  const { headers } = call;
  // Another Host could lead the credentials to another customer of the same servers.
  if (connection.baseUrl !== undefined) delete headers.host;
  switch (connection.scheme) {
    case 'bearer':
      headers.authorization = `Bearer ${secret}`;
      break;
    case 'basic':
      headers.authorization = `Basic ${base64(`${connection.user ?? ''}:${secret}`)}`;
      break;
    case 'header':
      headers[(connection.field ?? 'x-api-key').toLowerCase()] = secret;
      break;
    case 'query':
      call.query = { ...call.query, [connection.field ?? 'api_key']: secret };
      break;
  }
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
