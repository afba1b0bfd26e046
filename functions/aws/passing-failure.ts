/**
 * What an error of AWS means that may pass: `refused`, the call had no effect, as with every throttle; `unknown`, it may
 * have had its effect although nobody said so. Undefined for an error that asking again does not mend.
 */
export type PassingFailure = 'refused' | 'unknown';

/** Names by which AWS's services say "too fast" or "not now", https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const throttles = new Set([
  'BandwidthLimitExceeded',
  'KMSThrottlingException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionConflictException',
]);

/** Why a transaction of DynamoDB was cancelled, where nobody refused it for good. */
const passingReasons = new Set(['ProvisionedThroughputExceeded', 'ThrottlingError', 'TransactionConflict']);

/** Names for an answer that did not come, whatever became of the call. */
const lost = new Set([
  'InternalServerError',
  'KMSInternalException',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
  'TransactionInProgressException',
]);

const networkCodes = new Set(['EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT']);

/** Reads an error that an SDK client threw. */
export function passingFailure(error: unknown): PassingFailure | undefined {
  const { name, code, $metadata, CancellationReasons } = error as SdkError;
  if (name === 'TransactionCanceledException') {
    const codes = (CancellationReasons ?? []).map(({ Code }) => Code ?? 'None').filter((each) => each !== 'None');
    return codes.length > 0 && codes.every((each) => passingReasons.has(each)) ? 'refused' : undefined;
  }
  if (throttles.has(name) || $metadata?.httpStatusCode === 429) return 'refused';
  if (lost.has(name) || ($metadata?.httpStatusCode ?? 0) >= 500 || networkCodes.has(code ?? '')) return 'unknown';
  return undefined;
}

interface SdkError extends Error {
  code?: string;
  $metadata?: { httpStatusCode?: number };
  CancellationReasons?: { Code?: string }[];
}
