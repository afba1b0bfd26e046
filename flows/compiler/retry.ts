import type { State } from '#flows/compiler/asl.ts';
import type { Duration, Retry } from '#flows/language/flow.ts';

/** How a step is tried again: tries in all, delays in seconds, error classes. */
export type RetryPlan = Required<Retry>;

/** Seconds a task may take unless its step says otherwise. */
const defaultTimeout = 15;

/** Seconds a function may take, less those in which it reports that its own limit was exceeded. */
const longestTask = 895;

/** Seconds that the function has, after its own time limit, to report that it was exceeded. */
export const timeoutGrace = 5;

const defaults: RetryPlan = {
  attempts: 3,
  first: 1,
  factor: 2,
  max: 60,
  jitter: 'none',
  on: ['RateLimited', 'Unavailable', 'Timeout'],
};

/** What a function throws when asking again may help: nothing is done twice. */
export const again = 'Millrace.Again';

/**
 * Errors of Lambda itself: the function was not reached or died, and the effect record keeps a second call from doing
 * harm. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export const lambdaErrors = [
  'Lambda.ServiceException',
  'Lambda.SdkClientException',
  'Lambda.AWSLambdaException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
];

/** Seconds that a task of the step may take, as far as they are known before it runs. */
export function usualTimeout({ timeout }: { timeout?: Duration }): number {
  return typeof timeout === 'number' ? timeout : defaultTimeout;
}

/** The most seconds that an expression may give each try of a plan, so that all of them fit into `budget` seconds. */
export function longestTimeout(plan: RetryPlan, budget: number): number {
  return Math.max(1, Math.min(longestTask, Math.floor((budget - longestTries(plan, 0)) / plan.attempts)));
}

/** How often the machine asks again after an error of Lambda itself. */
export const lambdaRetries = 3;

/** The plan of a step, `timeout` seconds a try, cut so that all tries fit into `budget` seconds; `cut` tells that they did not. */
export function retryPlan(
  retry: Retry | 'off' | undefined,
  timeout: number,
  budget: number,
): { plan: RetryPlan; cut: boolean } {
  const said: Retry = retry === 'off' ? { attempts: 1 } : (retry ?? {});
  const wanted: RetryPlan = { ...defaults, max: Math.max(defaults.max, said.first ?? 0), ...said };
  let { attempts } = wanted;
  while (attempts > 1 && longestTries({ ...wanted, attempts }, timeout) > budget) attempts--;
  return { plan: { ...wanted, attempts }, cut: attempts < wanted.attempts };
}

/** Seconds that all tries and the delays between them may take. */
export function longestTries({ attempts, first, factor, max }: RetryPlan, timeout: number): number {
  let total = attempts * timeout;
  for (let retry = 0; retry < attempts - 1; retry++) total += Math.min(first * factor ** retry, max);
  return total;
}

/** The `Retry` field of a task: the delays are exactly those of the plan unless it asks for jitter. RateLimited is not in it: the vendor may have said when to come back. */
export function retryField({ attempts, first, factor, max, jitter, on }: RetryPlan): State[] {
  const names = on.filter((name) => name !== 'RateLimited');
  if (names.includes('Timeout')) names.push('States.Timeout', 'Sandbox.Timedout');
  return [
    ...(names.length > 0 && attempts > 1
      ? [
          {
            ErrorEquals: names,
            IntervalSeconds: Math.max(1, first),
            MaxAttempts: attempts - 1,
            BackoffRate: factor,
            MaxDelaySeconds: Math.max(1, first, max),
            JitterStrategy: jitter.toUpperCase(),
          },
        ]
      : []),
    // Longer than the claim of a try that died holds (`leaseTime` of functions/store/lease.ts).
    { ErrorEquals: [again], IntervalSeconds: 2, MaxAttempts: 6, BackoffRate: 1.5 },
    {
      ErrorEquals: lambdaErrors,
      IntervalSeconds: 1,
      MaxAttempts: lambdaRetries,
      BackoffRate: 2,
      JitterStrategy: 'FULL',
    },
  ];
}
