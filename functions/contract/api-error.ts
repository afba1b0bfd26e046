/** What the API says of a call that it refused. */
export interface ApiErrorBody {
  code: string;
  message: string;
  help?: string | undefined;
  field?: string | undefined;
  problems?: unknown[] | undefined;
}

/** An answer of the API that is not a success, or no answer at all (`status` 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly help: string | undefined;
  readonly field: string | undefined;
  /** Findings, where the answer carries some. */
  readonly problems: unknown[];

  constructor(status: number, body: ApiErrorBody) {
    super(body.message);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code;
    this.help = body.help;
    this.field = body.field;
    this.problems = body.problems ?? [];
  }

  /** As the API wrote it. */
  toJSON(): ApiErrorBody {
    const { code, message, help, field, problems } = this;
    return { code, message, help, field, ...(problems.length > 0 && { problems }) };
  }
}
