import type { CallStep } from '#flows/language/steps/call.ts';
import { anything, objectOf, text } from '../../shape/shape.ts';
import type { StepCheck } from '../step-check.ts';

/** The run that was started, and its output when that is waited for. */
export const checkCall: StepCheck<CallStep> = (step, { value }) => {
  value(step.with);
  return objectOf(step.await ? { run: text, output: anything } : { run: text });
};
