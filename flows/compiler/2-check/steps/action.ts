import type { ActionStep } from '#flows/language/steps/action.ts';
import { anything } from '../../shape/shape.ts';
import { checkInputs } from '../check-inputs.ts';
import type { StepCheck } from '../step-check.ts';

/** The output that the action declares. */
export const checkAction: StepCheck<ActionStep> = (step, { checking, scope }) => {
  const action = checking.action(step.use);
  checkInputs(checking, step.with, action?.input, { scope, changing: true });
  return action ? { shape: checking.shape(action.output, 'output'), missing: false } : anything;
};
