import type { RunError } from '#functions/store/run.ts';

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
export function runError(error: string | null | undefined, cause: string | null | undefined): RunError {
  const outer = object(cause ?? '');
  const told =
    typeof outer?.errorMessage === 'string' ? (object(outer.errorMessage) ?? { message: outer.errorMessage }) : outer;
  const message = typeof told?.message === 'string' ? told.message : (cause ?? '');
  const state = /executing the state '([^'.]+)/.exec(cause ?? '')?.[1];
  const step = typeof told?.step === 'string' ? told.step : state;
  const code = error ?? 'Failed';
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
