import { isUtf8 } from 'node:buffer';
import type { InboundRequest } from '#flows/connectors/webhook-receiver.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { deeperThan } from '#functions/middleware/deeper-than.ts';
import type { HttpEvent } from '#functions/middleware/http-event.ts';

const bodyLimit = 256 * 1024;
const depthLimit = 100;
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The request as a connector's receiver reads it; AppError 400, 405, 413 or 415 for one that nobody should read. */
export function readRequest(event: HttpEvent): InboundRequest {
  const { method } = event.requestContext.http;
  if (!methods.includes(method)) {
    const allow = methods.join(', ');
    throw new AppError(405, 'method', { params: { method, allow }, headers: { allow } });
  }
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length > bodyLimit) {
    throw new AppError(413, 'bodyTooLarge', { params: { limit: bodyLimit / 1024 } });
  }
  const headers = withoutUndefined(event.headers);
  const text = body.length > 0 ? readText(body, headers) : '';
  const query = event.rawQueryString ? Object.fromEntries(new URLSearchParams(event.rawQueryString)) : {};
  return { method, headers, query, rawQuery: event.rawQueryString, body, text };
}

function readText(body: Buffer, headers: Record<string, string>): string {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const json = type === 'application/json' || type.endsWith('+json');
  if (!json && type !== 'application/x-www-form-urlencoded' && !type.startsWith('text/')) {
    throw new AppError(415, 'contentType', { params: { type } });
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new AppError(415, 'contentEncoding', { params: { encoding } });
  }
  if (!isUtf8(body)) throw new AppError(400, 'notUtf8');
  const text = body.toString('utf8');
  if (json && deeperThan(text, depthLimit)) {
    throw new AppError(400, 'tooDeep', { params: { limit: depthLimit } });
  }
  return text;
}

function withoutUndefined(headers: HttpEvent['headers']): Record<string, string> {
  return headers as Record<string, string>;
}
