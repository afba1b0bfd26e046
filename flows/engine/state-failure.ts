/** Characters of a cause, https://docs.aws.amazon.com/step-functions/latest/apireference/API_ExecutionFailedEventDetails.html */
const longestCause = 32_768;

/** A cause that is not longer than Step Functions keeps. */
export function shortCause(cause: string): string {
  return cause.length <= longestCause ? cause : `${cause.slice(0, longestCause - 1)}…`;
}

/** Why a state failed, as Retry, Catch and the end of the execution see it. */
export class StateFailure extends Error {
  /** Absent when a Fail state names none. */
  readonly error: string | undefined;
  readonly reason: string | undefined;
  /** The field whose value could not be had (`Output/text`); only with States.QueryEvaluationError. */
  readonly field: string | undefined;
  /** True when the state only passes on how a branch or an item of it failed. */
  readonly inherited: boolean;
  /** Another name by which Retry and Catch know the error. */
  readonly alias: string | undefined;

  constructor(
    error: string | undefined,
    reason: string | undefined,
    field?: string,
    inherited = false,
    alias?: string,
  ) {
    super((reason && shortCause(reason)) ?? error ?? 'The state failed.');
    this.name = 'StateFailure';
    this.error = error;
    this.reason = reason && shortCause(reason);
    this.field = field;
    this.inherited = inherited;
    this.alias = alias;
  }
}
