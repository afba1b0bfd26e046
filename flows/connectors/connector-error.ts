/** Why a call failed, in the words flows can retry or catch on. */
export type ConnectorErrorClass =
  | 'RateLimited'
  | 'Unavailable'
  | 'Timeout'
  | 'InvalidInput'
  | 'Unauthorized'
  | 'NotFound'
  | 'Conflict'
  | 'Internal';

/** A failed call, told to a person. `retryAfter` in seconds when the vendor named a time. */
export class ConnectorError extends Error {
  readonly class: ConnectorErrorClass;
  readonly retryAfter: number | undefined;
  /** The vendor's status code, if there was an answer. */
  readonly status: number | undefined;

  constructor(
    errorClass: ConnectorErrorClass,
    message: string,
    extra: { retryAfter?: number; status?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: extra.cause });
    this.name = errorClass;
    this.class = errorClass;
    this.retryAfter = extra.retryAfter;
    this.status = extra.status;
  }
}
