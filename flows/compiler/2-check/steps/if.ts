import type { IfStep } from '#flows/language/steps/if.ts';
import { either } from '../../shape/shape.ts';
import { checkCondition } from '../check-condition.ts';
import type { StepCheck } from '../step-check.ts';

/** The output of the way taken. */
export const checkIf: StepCheck<IfStep> = (step, { checking, scope, list }) => {
  checkCondition(checking, step.condition, { scope });
  return either([list(step.then), list(step.else)]);
};
