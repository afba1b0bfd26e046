import type { Step } from '#flows/language/flow.ts';
import { lowerBranch } from './branch.ts';
import { lowerAction } from './lower-action.ts';
import { lowerCall } from './lower-call.ts';
import { lowerIf } from './lower-if.ts';
import { lowerLoop } from './lower-loop.ts';
import { lowerParallel } from './lower-parallel.ts';
import { lowerRepeat } from './lower-repeat.ts';
import { lowerSet } from './lower-set.ts';
import { lowerStop } from './lower-stop.ts';
import { lowerSwitch } from './lower-switch.ts';
import { lowerTry } from './lower-try.ts';
import { lowerWait } from './lower-wait.ts';
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

/** What lowers each kind of step. */
const lowerers: {
  [K in Step['kind']]: (lowering: Lowering, step: Extract<Step, { kind: K }>, frame: Frame, exit: Exit) => void;
} = {
  action: lowerAction,
  if: lowerIf,
  switch: lowerSwitch,
  forEach: lowerLoop,
  repeat: lowerRepeat,
  parallel: lowerParallel,
  wait: lowerWait,
  set: lowerSet,
  try: lowerTry,
  stop: lowerStop,
  call: lowerCall,
};

function lowerStep(lowering: Lowering, step: Step, frame: Frame, exit: Exit): void {
  const lower = lowerers[step.kind] as (lowering: Lowering, step: Step, frame: Frame, exit: Exit) => void;
  lower(lowering, step, frame, exit);
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
