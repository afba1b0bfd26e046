import type { ConnectorErrorClass } from '#flows/language/connector-error-class.ts';
import { type Failure, failure, type Sentence } from '#flows/text/failure.ts';

/** A failed call, told to a person. `retryAfter` in seconds when the vendor named a time. */
export class ConnectorError extends Error {
  readonly class: ConnectorErrorClass;
  /** What records keep of it. */
  readonly failure: Failure;
  readonly retryAfter: number | undefined;
  /** The vendor's status code, if there was an answer. */
  readonly status: number | undefined;

  constructor(
    errorClass: ConnectorErrorClass,
    sentence: Sentence,
    extra: { retryAfter?: number; status?: number; cause?: unknown } = {},
  ) {
    const told = failure(errorClass, sentence);
    super(told.message, { cause: extra.cause });
    this.name = errorClass;
    this.class = errorClass;
    this.failure = told;
    this.retryAfter = extra.retryAfter;
    this.status = extra.status;
  }
}
