import type { Step } from '#flows/language/flow.ts';
import { compiledKinds, type StepLowering } from '../compiled-kinds.ts';
import { lowerBranch } from './branch.ts';
import { addState, type Exit, type Frame, isWanted, type Lowering, leave } from './lowering.ts';
import { needsGuard } from './needs-guard.ts';
import { catchAround, errorHandler } from './on-error.ts';

/** Lowers a list of steps: each leads to the next, the last leads where the list leads. Disabled steps are left out. */
export function lowerSteps(lowering: Lowering, steps: Step[], frame: Frame, exit: Exit): string | undefined {
  const enabled = steps.filter((step) => !step.disabled);
  enabled.forEach((step, index) => {
    const next = enabled[index + 1];
    const lower = needsGuard(step) ? lowerGuarded : lowerStep;
    lower(lowering, step, frame, next ? { next: entryOf(next), takes: [], wanted: false } : exit);
  });
  return enabled[0] && entryOf(enabled[0]);
}

function lowerStep(lowering: Lowering, step: Step, frame: Frame, exit: Exit): void {
  (compiledKinds[step.kind].lower as StepLowering<Step>)(lowering, step, frame, exit);
}

function entryOf(step: Step): string {
  return needsGuard(step) ? `${step.id}.guarded` : step.id;
}

// A variable may not be assigned both inside and outside of a Parallel, so inside the step's own value is its output.
function lowerGuarded(lowering: Lowering, step: Step, frame: Frame, exit: Exit): void {
  const state = {};
  addState(lowering, frame, step, state, { suffix: 'guarded', role: 'helper' });
  const wanted = isWanted(lowering, step, exit);
  const used = new Set(lowering.used);
  used.delete(step.id);
  const handle = errorHandler(lowering, step, frame, exit);
  const branch = lowerBranch(lowering, step, frame, wanted, (inner, end) => {
    lowerStep({ ...lowering, used }, step, inner, end);
    return step.id;
  });
  Object.assign(state, {
    Type: 'Parallel',
    Branches: [branch],
    ...catchAround(lowering, step, frame, [{ ...step, onError: 'fail' }], handle),
    ...leave(lowering, frame, step, exit, '$states.result[0]'),
  });
}
