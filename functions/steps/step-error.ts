import type { TaskError } from '#flows/compiler/task-payload.ts';
import type { ConnectorErrorClass } from '#flows/language/connector-error-class.ts';
import type { Failure } from '#flows/text/failure.ts';

/** A failure of a step as the state machine is told of it (`TaskError` of flows/compiler/task-payload.ts). */
export class StepError extends Error {
  /** What the step's record keeps. */
  readonly failure: Failure;

  constructor(failure: Failure & { code: ConnectorErrorClass | 'Millrace.Again' }, step: string) {
    super(JSON.stringify({ message: failure.message, step } satisfies TaskError));
    this.name = failure.code;
    this.failure = failure;
    // Lambda would send the stack along.
    this.stack = '';
  }
}
