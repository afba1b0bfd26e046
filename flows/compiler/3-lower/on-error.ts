import { jsonata, type State } from '#flows/compiler/asl.ts';
import type { Step } from '#flows/language/flow.ts';
import { errorText, stopError } from '../text/error-text.ts';
import { addState, type Exit, type Frame, jump, type Lowering } from './lowering.ts';
import { raisesStop } from './raises-stop.ts';

/** Where a failed step goes, given JSONata of its error `{ code, message, step }`. */
export type Handler = (error: string) => State;

/**
 * What `onError` of the step says; undefined when its failure is that of whatever it stands in. The value of a failed
 * step is `{ error }`; the value of the path is that of the last step of `onError`.
 */
export function errorHandler(lowering: Lowering, step: Step, frame: Frame, exit: Exit): Handler | undefined {
  if (step.onError === undefined || step.onError === 'fail') return undefined;
  const steps = step.onError === 'continue' ? [] : step.onError;
  const next = lowering.list(steps, frame, exit);
  const target: Exit = next === undefined ? exit : { next, takes: [], wanted: false };
  return (error) => jump(lowering, frame, step, target, `{"error": ${error}}`, true);
}

/** The Catch of a state that holds the steps `inside`: a stop in there goes through to the run, every other error to `handle`. */
export function catchAround(
  lowering: Lowering,
  step: Step,
  frame: Frame,
  inside: readonly Step[],
  handle: Handler | undefined,
): State {
  if (!handle) return {};
  const stops = raisesStop(inside) ? [{ ErrorEquals: [stopError], ...passOn(lowering, step, frame) }] : [];
  return { Catch: [...stops, { ErrorEquals: ['States.ALL'], ...handle(errorText(step.id)) }] };
}

function passOn(lowering: Lowering, step: Step, frame: Frame): State {
  const state = { Type: 'Fail', Error: stopError, Cause: jsonata('$states.input') };
  const name = addState(lowering, frame, step, state, { suffix: 'stopped', role: 'end' });
  return { Output: jsonata('$states.errorOutput.Cause'), Next: name };
}
