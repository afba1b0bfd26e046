import type { IncomingMessage, ServerResponse } from 'node:http';
import { languageOf } from '#functions/middleware/language-of.ts';
import { type Refusal, refusalText } from '#functions/middleware/refusal-text.ts';
import { securityHeaders } from '#functions/middleware/security-headers.ts';

/** Headers and body of a refusal of the gateway itself, in the shape of every other; in the language that is asked for. */
export function refusal(
  code: Refusal,
  params: Record<string, string | number>,
  acceptLanguage?: string,
): { headers: Record<string, string>; body: string } {
  const text = refusalText('api', code, params, languageOf(acceptLanguage));
  return {
    headers: { 'content-type': 'application/json', ...securityHeaders(process.env.MILLRACE_PUBLIC_URL) },
    body: JSON.stringify({ error: { code, ...text } }),
  };
}

/** Answers a request that no function sees. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: Refusal,
  params: Record<string, string | number>,
): void {
  if (response.headersSent || response.destroyed) return;
  const { headers, body } = refusal(code, params, request.headers['accept-language']);
  response.writeHead(status, headers).end(body);
}
