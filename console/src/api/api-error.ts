import { ApiError } from '#functions/contract/api-error.ts';

export { ApiError };

/** The thrown thing as an ApiError; anything unforeseen becomes code `unexpected`. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError(0, { code: 'unexpected', message: thrown instanceof Error ? thrown.message : String(thrown) });
}
