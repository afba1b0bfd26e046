import type { ParallelStep } from '#flows/language/steps/parallel.ts';
import { objectOf } from '../../shape/shape.ts';
import type { StepCheck } from '../step-check.ts';

/** The output of each branch's last step under the branch's name. */
export const checkParallel: StepCheck<ParallelStep> = (step, { list }) =>
  objectOf(Object.fromEntries(step.branches.map(({ name, steps }) => [name, list(steps)])));
