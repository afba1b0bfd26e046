import type { StopStep } from '#flows/language/steps/stop.ts';
import { anything } from '../../shape/shape.ts';
import { checkAnswer } from '../check-answer.ts';
import type { StepCheck } from '../step-check.ts';

/** Nothing comes after it. */
export const checkStop: StepCheck<StopStep> = (step, { checking, scope, value }) => {
  if (step.output) checkAnswer(checking, step.output, { scope });
  if (step.message) value(step.message);
  return anything;
};
