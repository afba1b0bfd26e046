import { AppError } from '#functions/middleware/app-error.ts';
import { countAttempt } from '#functions/store/attempts.ts';

export interface Limit {
  of: string;
  /** In a quarter of an hour. */
  most: number;
}

/** Counts an attempt against every limit; throws AppError 429 with Retry-After when one is reached. */
export async function limitAttempts(limits: readonly Limit[], now: number): Promise<void> {
  for (const { of, most } of limits) {
    const wait = await countAttempt(of, most, now);
    if (wait === undefined) continue;
    const headers = { 'retry-after': String(Math.ceil(wait / 1000)) };
    throw new AppError(429, 'tooManySignIns', { params: { minutes: Math.ceil(wait / 60_000) }, headers });
  }
}
