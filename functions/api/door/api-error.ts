import type { Problem } from '#flows/language/problem.ts';
import type { ApiErrorCode } from './texts.ts';

/** A refusal that the person at the other end can act on; its texts stand in flows/text under `code`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: ApiErrorCode;
  readonly params: Readonly<Record<string, string | number>>;
  /** Where in the request the fault is: `body.fields.url`. */
  readonly field: string | undefined;
  readonly problems: readonly Problem[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: ApiErrorCode,
    extra: {
      params?: Record<string, string | number>;
      field?: string;
      problems?: readonly Problem[];
      headers?: Record<string, string>;
      cause?: unknown;
    } = {},
  ) {
    super(code, { cause: extra.cause });
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.params = extra.params ?? {};
    this.field = extra.field;
    this.problems = extra.problems;
    this.headers = extra.headers ?? {};
  }
}
