import type { TryStep } from '#flows/language/steps/try.ts';
import { lowerBranch } from './branch.ts';
import { addState, type Exit, type Frame, isWanted, jump, type Lowering, leave, pathExit } from './lowering.ts';
import { catchAround, type Handler } from './on-error.ts';

/**
 * A try: a Parallel of one branch, since only Task, Parallel and Map can catch. While `catch` runs its value is
 * `{ error }`; afterwards it is that of the last step of the path taken.
 */
export function lowerTry(lowering: Lowering, step: TryStep, frame: Frame, exit: Exit): void {
  const state = {};
  addState(lowering, frame, step, state);
  const next = lowering.list(step.catch, frame, pathExit(lowering, step.id, exit));
  const caught: Exit = { next: next ?? '', takes: [], wanted: false };
  const handle: Handler = (error) =>
    next === undefined
      ? jump(lowering, frame, step, exit, 'null', true)
      : jump(lowering, frame, step, caught, `{"error": ${error}}`, true);
  Object.assign(state, {
    Type: 'Parallel',
    Branches: [
      lowerBranch(lowering, step, frame, isWanted(lowering, step, exit), (inner, end) =>
        lowering.list(step.steps, inner, end),
      ),
    ],
    ...catchAround(lowering, step, frame, step.steps, handle),
    ...leave(lowering, frame, step, exit, '$states.result[0]'),
  });
}
