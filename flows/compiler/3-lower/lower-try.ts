import type { TryStep } from '#flows/language/flow.ts';
import { lowerBranch } from './branch.ts';
import { pathExit } from './lower-if.ts';
import { addState, type Exit, type Frame, isWanted, type Lowering, leave } from './lowering.ts';
import { catchAround, handler } from './on-error.ts';

/** A try: a Parallel of one branch, since only Task, Parallel and Map can catch. */
export function lowerTry(lowering: Lowering, step: TryStep, frame: Frame, exit: Exit): void {
  const state = {};
  addState(lowering, frame, step, state);
  const caught = lowering.list(step.catch, frame, pathExit(lowering, step.id, exit));
  Object.assign(state, {
    Type: 'Parallel',
    Branches: [
      lowerBranch(lowering, step, frame, isWanted(lowering, step, exit), (inner, end) =>
        lowering.list(step.steps, inner, end),
      ),
    ],
    ...catchAround(lowering, step, frame, step.steps, handler(lowering, step, frame, exit, caught)),
    ...leave(lowering, frame, step, exit, '$states.result[0]'),
  });
}
