import type { ParallelStep } from '#flows/language/steps/parallel.ts';
import { lowerBranch } from './branch.ts';
import { addState, type Exit, type Frame, isWanted, type Lowering, leave } from './lowering.ts';
import { catchAround, errorHandler } from './on-error.ts';

/** A parallel: its value has the value of each branch's last step under the branch's name. */
export function lowerParallel(lowering: Lowering, step: ParallelStep, frame: Frame, exit: Exit): void {
  const state = {};
  addState(lowering, frame, step, state);
  const wanted = isWanted(lowering, step, exit);
  const handle = errorHandler(lowering, step, frame, exit);
  const value = step.branches.map(({ name }, index) => `${JSON.stringify(name)}: $states.result[${index}]`).join(', ');
  Object.assign(state, {
    Type: 'Parallel',
    Branches: step.branches.map(({ steps }, index) =>
      lowerBranch(
        lowering,
        step,
        frame,
        wanted,
        (inner, end) => lowering.list(steps, inner, end),
        `nothing${index + 1}`,
      ),
    ),
    ...catchAround(
      lowering,
      step,
      frame,
      step.branches.flatMap(({ steps }) => steps),
      handle,
    ),
    ...leave(lowering, frame, step, exit, `{${value}}`),
  });
}
