import { StateFailure } from './state-failure.ts';

/** Bytes of JSON that all variables of an execution may have together (Step Functions' quota). */
const variablesLimit = 10_485_760;

/** What a state fails with when `what` is more than the limit. */
export function tooMuchData(what: string): StateFailure {
  return new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** Whether variables of these sizes may be kept at the same time. */
export function variablesFit(sizes: number[]): boolean {
  return sizes.reduce((sum, size) => sum + size, 0) <= variablesLimit;
}
