import type { MiddlewareObj } from '@middy/core';
import type { HttpEvent, HttpResult } from './http-event.ts';
import { securityHeaders } from './security-headers.ts';

/** Puts the security headers, and `more`, on every answer, refusals too; a policy that the answer brings stays. */
export function secureAnswers(more: Readonly<Record<string, string>> = {}): MiddlewareObj<HttpEvent, HttpResult> {
  const secure = ({ response }: { response: HttpResult | null }) => {
    if (!response) return;
    response.headers = { ...securityHeaders(process.env.MILLRACE_PUBLIC_URL), ...more, ...response.headers };
  };
  return { after: secure, onError: secure };
}
