/** An answer of the API that is not a success, or no answer at all (`status` 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly help: string | undefined;
  readonly field: string | undefined;
  /** Findings, where the answer carries some. */
  readonly problems: unknown[];

  constructor(
    status: number,
    body: {
      code: string;
      message: string;
      help?: string | undefined;
      field?: string | undefined;
      problems?: unknown[] | undefined;
    },
  ) {
    super(body.message);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code;
    this.help = body.help;
    this.field = body.field;
    this.problems = body.problems ?? [];
  }
}

/** The thrown thing as an ApiError; anything unforeseen becomes code `unexpected`. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError(0, { code: 'unexpected', message: thrown instanceof Error ? thrown.message : String(thrown) });
}
