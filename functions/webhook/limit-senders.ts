import { environment } from '#functions/aws/environment.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { rateLimit } from '#functions/store/rate-limit.ts';

/**
 * Returns a function that throws AppError 429 with Retry-After when more comes to a hook's key than MILLRACE_HOOK_RATE
 * allows, so that one noisy sender leaves room for the others. Whether the key exists does not matter.
 */
export function limitSenders(): (key: string) => Promise<void> {
  return limited(() => Number(environment('MILLRACE_HOOK_RATE')));
}

/**
 * Returns a function that throws AppError 429 when more than MILLRACE_ALL_HOOKS_RATE comes to all hooks together. It is
 * charged last: what nobody knows, or is forged, or too much for its own address leaves it to the others.
 */
export function limitAllSenders(): () => Promise<void> {
  const limit = limited(() => Number(environment('MILLRACE_ALL_HOOKS_RATE')));
  return () => limit('everybody');
}

function limited(rate: () => number): (key: string) => Promise<void> {
  const limit = rateLimit('deliveries to', rate);
  return async (key) => {
    const wait = await limit(key);
    if (wait === undefined) return;
    const seconds = Math.ceil(wait / 1000);
    throw new AppError(429, 'tooManyRequests', {
      params: { rate: rate(), seconds },
      headers: { 'retry-after': String(seconds) },
    });
  };
}
