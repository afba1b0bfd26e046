import type { Step } from '#flows/language/flow.ts';
import { compiledKinds } from '../compiled-kinds.ts';
import { anything, either, type Known, nullValue } from '../shape/shape.ts';
import { checkTimeSpan } from './check-time-span.ts';
import { checkValue } from './check-value.ts';
import type { Checking } from './checking.ts';
import { failed, Scope } from './scope.ts';
import type { StepCheck, StepPlace } from './step-check.ts';

/**
 * Checks every value of the steps where it stands, and returns what is known about the output of the last one: null
 * when there is none.
 */
export function checkSteps(checking: Checking, steps: readonly Step[], outer: Scope): Known {
  return checkInto(new Scope({}, outer), checking, steps);
}

/** The same; `scope` then has the variables of the steps. */
function checkInto(scope: Scope, checking: Checking, steps: readonly Step[]): Known {
  let last = nullValue;
  for (const step of steps) {
    const known = outputOf(checking, step, scope);
    const output = checking.isLost(step.pointer) ? anything : known;
    const errors = errorsOf(checking, step, scope);
    if (step.disabled) {
      scope.set(step.id, anything);
    } else {
      last = either([output, ...errors]);
      scope.set(step.id, errors.length > 0 ? either([output, failed]) : output);
    }
  }
  return last;
}

/** What the value of the step may be when it fails and the flow goes on. */
function errorsOf(checking: Checking, { id, onError }: Step, scope: Scope): Known[] {
  if (onError === undefined || onError === 'fail') return [];
  return [onError === 'continue' ? failed : checkSteps(checking, onError, new Scope({ [id]: failed }, scope))];
}

function outputOf(checking: Checking, step: Step, scope: Scope): Known {
  const place: StepPlace = {
    checking,
    scope,
    value: (of) => checkValue(checking, of, { scope }),
    list: (steps, own = {}) => checkSteps(checking, steps, new Scope(own, scope)),
    listInto: (inner, steps) => checkInto(inner, checking, steps),
  };
  checkTimeSpan(place, step.timeout);
  return (compiledKinds[step.kind].check as StepCheck<Step>)(step, place);
}
