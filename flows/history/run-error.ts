import { expressionFailure } from '#flows/text/expression-failure.ts';
import type { Failure } from '#flows/text/failure.ts';

/** Step Functions' own names for what flows call otherwise. */
const codes: Record<string, string> = {
  'States.QueryEvaluationError': 'ExpressionFailed',
  'States.Timeout': 'Timeout',
  'Sandbox.Timedout': 'Timeout',
  'States.DataLimitExceeded': 'TooLarge',
};

/**
 * The error of an execution as people read it. `cause` is text, or JSON as Lambda and connector functions write it:
 * `{ errorMessage }` around `{ message, step }`.
 */
export function runError(
  error: string | null | undefined,
  cause: string | null | undefined,
): Failure & { step?: string } {
  const outer = object(cause ?? '');
  const inner =
    typeof outer?.errorMessage === 'string' ? (object(outer.errorMessage) ?? { message: outer.errorMessage }) : outer;
  const message = typeof inner?.message === 'string' ? inner.message : (cause ?? '');
  const state = /executing the state '([^'.]+)/.exec(cause ?? '')?.[1];
  const step = typeof inner?.step === 'string' ? inner.step : state;
  const code = error ?? 'Failed';
  const told = code === 'States.QueryEvaluationError' && step !== undefined && expressionFailure(message, step);
  if (told) return { ...told, step };
  return { code: codes[code] ?? code, message: message.slice(0, 4000), ...(step !== undefined && { step }) };
}

function object(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
