import type { TaskError } from '#flows/compiler/task-payload.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Failure } from '#flows/text/failure.ts';
import { shownFailure } from '#functions/middleware/shown-failure.ts';

/**
 * A failure as Step Functions is told of it: the class is the error's name, and the message is JSON that the state
 * machine reads (`TaskError`).
 */
export class TaskFailure extends Error {
  /** What the effect record keeps. */
  readonly failure: Failure;

  constructor(failure: Failure, step: string, retryAfter: number | undefined) {
    super(JSON.stringify({ message: failure.message, step, retryAfter } satisfies TaskError));
    this.name = failure.code;
    this.failure = failure;
    // Lambda would send the stack along.
    this.stack = '';
  }
}

/** The failure that an error means for the state machine; what is not a ConnectorError is Internal or Unavailable. */
export function taskError(error: unknown, step: string, redact = (text: string) => text): TaskFailure {
  if (error instanceof TaskFailure) return error;
  if (error instanceof ConnectorError)
    return new TaskFailure(shownFailure(error.failure, redact), step, error.retryAfter);
  const { name, message } = error as Error;
  // The SDK marks failures of AWS itself; those pass.
  const passes = typeof error === 'object' && error !== null && '$metadata' in error;
  const failure = { code: passes ? 'Unavailable' : 'Internal', message: `${name}: ${message}` };
  return new TaskFailure(shownFailure(failure, redact), step, undefined);
}
