import type { RetryPlan } from '../retry.ts';

/** Raised by a stop inside a loop, branch or try: no step may catch it, only the run itself does. */
export const stopError = 'Millrace.Stop';

/**
 * JSONata, in a Catch: the error as `{ code, message, step }`. Functions put JSON `{ message, step }` into the message
 * of their errors (task-payload.ts). For a failed expression the cause names the state, which begins with its step, and
 * ends with the reason. `step` is what to say when neither tells.
 */
export function errorText(step?: string): string {
  return `(${[
    '$e := $states.errorOutput',
    String.raw`$json := function($t) { $type($t) = "string" ? ($contains($t, /^\{[\s\S]*\}$/) ? $parse($t) : {"message": $t}) : {} }`,
    '$cause := $json($e.Cause)',
    '$told := $exists($cause.errorMessage) ? $json($cause.errorMessage) : $cause',
    String.raw`$failed := $match($e.Cause, /executing the state '([^'.]+)[\s\S]* specified for the field '[^']*' (?:threw an error during evaluation\. )?(?:D3137: )?([\s\S]*)$/)[0].groups`,
    '$code := $lookup({"States.QueryEvaluationError": "ExpressionFailed", "States.Timeout": "Timeout", "Sandbox.Timedout": "Timeout", "States.DataLimitExceeded": "TooLarge", "States.ExceedToleratedFailureThreshold": "LoopFailed"}, $e.Error)',
    // An expression of our own may say which class its error is of.
    String.raw`$own := $match($failed[1], /^(InvalidInput): ([\s\S]*)$/)[0].groups`,
    String.raw`{"code": $exists($own) ? $own[0] : $exists($code) ? $code : $contains($e.Error, /^(Lambda|Runtime|Sandbox|Extension)\./) ? "Internal" : $e.Error, "message": $exists($own) ? $own[1] : $exists($failed) ? $failed[1] : $exists($told.message) ? $substring($told.message, 0, 4000) : $e.Error, "step": $exists($told.step) ? $told.step : $exists($failed) ? $failed[0]${step ? ` : ${JSON.stringify(step)}` : ''}}`,
  ].join('; ')})`;
}

/**
 * JSONata, in the Catch of a task whose vendor limits its rate: `{ tries, seconds, error, cause }`, with the tries so
 * far and how long to wait: what the vendor said, else the plan's delay, with full jitter when it asks for that.
 */
export function rateLimitedText(
  step: string,
  variable: string,
  { first, factor, max, jitter }: Pick<RetryPlan, 'first' | 'factor' | 'max' | 'jitter'>,
): string {
  return `(${[
    '$cause := $states.errorOutput.Cause',
    '$told := $parse($parse($cause).errorMessage)',
    `$tries := ${triesText(variable)} + 1`,
    `$delay := ${jitter === 'full' ? '$random() * ' : ''}$min([${first} * $power(${factor}, $tries - 1), ${max}])`,
    `{"tries": $tries, "seconds": $exists($told.retryAfter) ? $ceil($told.retryAfter) : $ceil($delay), "error": {"code": "RateLimited", "message": $told.message, "step": ${JSON.stringify(step)}}, "cause": $cause}`,
  ].join('; ')})`;
}

/** JSONata: how often the task of this state was tried before this try. `variable` holds what `rateLimitedText` gave. */
export function triesText(variable: string): string {
  return `($exists($${variable}) ? $${variable}.tries : 0) + $states.context.State.RetryCount`;
}
