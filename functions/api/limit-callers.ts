import type { MiddlewareObj } from '@middy/core';
import { environment } from '#functions/aws/environment.ts';
import type { HttpEvent, HttpResult } from '#functions/middleware/http-event.ts';
import { rateLimit } from '#functions/store/rate-limit.ts';
import { ApiError } from './api-error.ts';

/** Throws ApiError 429 with Retry-After when one address asks more often than MILLRACE_API_RATE allows. */
export function limitCallers(): MiddlewareObj<HttpEvent, HttpResult> {
  const limit = rateLimit('calls from', () => Number(environment('MILLRACE_API_RATE')));
  return {
    before: async ({ event }) => {
      const wait = await limit(event.requestContext.http.sourceIp);
      if (wait === undefined) return;
      const seconds = Math.ceil(wait / 1000);
      throw new ApiError(429, 'tooManyRequests', { params: { seconds }, headers: { 'retry-after': String(seconds) } });
    },
  };
}
