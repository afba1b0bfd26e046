import type { MiddlewareObj } from '@middy/core';
import { environment } from '#functions/aws/environment.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { HttpEvent, HttpResult } from '#functions/middleware/http-event.ts';
import { networkOf } from '#functions/middleware/network-of.ts';
import { rateLimit } from '#functions/store/rate-limit.ts';

/** Whether the server is there may be asked by everybody at any time: the answer costs no more than a refusal. */
const free = '/api/health';

/** Throws AppError 429 with Retry-After when one address asks more often than MILLRACE_API_RATE allows. */
export function limitCallers(): MiddlewareObj<HttpEvent, HttpResult> {
  const limit = rateLimit('calls from', () => Number(environment('MILLRACE_API_RATE')));
  return {
    before: async ({ event }) => {
      if (event.rawPath === free) return;
      mustNotWait(await limit(networkOf(event.requestContext.http.sourceIp)));
    },
  };
}

/**
 * Returns a function that throws AppError 429 when all who are signed in ask more often than MILLRACE_ALL_API_RATE
 * allows. It is charged last: whoever is refused before leaves it to the others.
 */
export function limitAllCallers(): () => Promise<void> {
  const limit = rateLimit('calls from', () => Number(environment('MILLRACE_ALL_API_RATE')));
  return async () => mustNotWait(await limit('everybody'));
}

function mustNotWait(wait: number | undefined): void {
  if (wait === undefined) return;
  const seconds = Math.ceil(wait / 1000);
  throw new AppError(429, 'tooManyRequests', { params: { seconds }, headers: { 'retry-after': String(seconds) } });
}
