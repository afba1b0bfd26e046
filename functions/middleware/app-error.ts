import type { Problem } from '#flows/language/problem.ts';
import type { Refusal } from './refusal-text.ts';

/** A refusal that the person at the other end can act on. Its own message is for logs. */
export class AppError extends Error {
  readonly status: number;
  readonly code: Refusal;
  readonly params: Readonly<Record<string, string | number>>;
  /** Where in the request the fault is: `body.fields.url`. */
  readonly field: string | undefined;
  readonly problems: readonly Problem[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: Refusal,
    extra: {
      params?: Record<string, string | number>;
      field?: string;
      problems?: readonly Problem[];
      headers?: Record<string, string>;
      cause?: unknown;
    } = {},
  ) {
    super(code, { cause: extra.cause });
    this.name = 'AppError';
    this.status = status;
    this.code = code;
    this.params = extra.params ?? {};
    this.field = extra.field;
    this.problems = extra.problems;
    this.headers = extra.headers ?? {};
  }
}
