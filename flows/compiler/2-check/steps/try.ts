import type { TryStep } from '#flows/language/steps/try.ts';
import { either } from '../../shape/shape.ts';
import { failed } from '../scope.ts';
import type { StepCheck } from '../step-check.ts';

/** The output of what was tried, or of what ran when that failed. */
export const checkTry: StepCheck<TryStep> = (step, { list }) =>
  either([list(step.steps), list(step.catch, { [step.id]: failed })]);
