import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The HTTP API event of payload format 2.0, as far as functions read it. */
export interface HttpEvent {
  version: '2.0';
  routeKey: string;
  rawPath: string;
  rawQueryString: string;
  cookies?: string[];
  headers: Record<string, string>;
  queryStringParameters?: Record<string, string>;
  requestContext: {
    domainName: string;
    http: { method: string; path: string; protocol: string; sourceIp: string; userAgent: string };
    requestId: string;
    time: string;
    timeEpoch: number;
  };
  body?: string;
  isBase64Encoded: boolean;
}

export interface HttpResult {
  statusCode?: number;
  headers?: Record<string, string | number | boolean>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
}

/**
 * The event API Gateway would make of this request, without its body: header names in lower case, repeated values joined
 * by commas. `address` is the sender's.
 */
export function toEvent(request: IncomingMessage, url: URL, address: string, now: number): HttpEvent {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && name !== 'cookie') headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams)
    query[name] = Object.hasOwn(query, name) ? `${query[name]},${value}` : value;
  const method = request.method ?? 'GET';
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(request.headers.cookie ? { cookies: request.headers.cookie.split(/;\s*/) } : {}),
    headers,
    ...(url.search ? { queryStringParameters: query } : {}),
    requestContext: {
      domainName: request.headers.host ?? '',
      http: {
        method,
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: address,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      time: new Date(now).toUTCString(),
      timeEpoch: now,
    },
    isBase64Encoded: false,
  };
}

/** The event with the request's body: text where it is UTF-8, else base64. */
export function withBody(event: HttpEvent, body: Buffer): HttpEvent {
  if (body.length === 0) return event;
  const text = isUtf8(body);
  return { ...event, body: body.toString(text ? 'utf8' : 'base64'), isBase64Encoded: !text };
}

/** Writes a function's answer; an answer without a status is JSON with status 200, as API Gateway reads it. */
export function writeResult(response: ServerResponse, result: HttpResult): void {
  if (response.destroyed) return;
  if (result === null || typeof result !== 'object' || result.statusCode === undefined) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    return;
  }
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, String(value));
  if (result.cookies) response.setHeader('set-cookie', result.cookies);
  const body = result.body ?? '';
  response.writeHead(result.statusCode).end(result.isBase64Encoded ? Buffer.from(body, 'base64') : body);
}
