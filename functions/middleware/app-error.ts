/** A refusal that the person at the other end can act on. */
export class AppError extends Error {
  readonly status: number;
  readonly code: string;
  /** What to do about it. */
  readonly help: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    extra: { help?: string; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(message, { cause: extra.cause });
    this.name = 'AppError';
    this.status = status;
    this.code = code;
    this.help = extra.help;
    this.headers = extra.headers ?? {};
  }
}
