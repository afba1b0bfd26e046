import { knownRounds, mostRounds } from '#flows/compiler/rounds.ts';
import type { RepeatStep } from '#flows/language/steps/repeat.ts';
import { checkCondition } from '../check-condition.ts';
import { checkTimeSpan } from '../check-time-span.ts';
import { runInLoop } from '../run-in-loop.ts';
import { Scope } from '../scope.ts';
import type { StepCheck } from '../step-check.ts';

/** The output of the last step in the last round. */
export const checkRepeat: StepCheck<RepeatStep> = (step, place) => {
  const { checking, scope } = place;
  checkTimeSpan(place, step.every);
  checkTimeSpan(place, step.atMost);
  const rounds = knownRounds(step);
  if (rounds !== undefined && rounds > mostRounds)
    checking.report('tooManyRounds', { rounds, limit: mostRounds }, [...step.pointer, 'repeat', 'atMost']);
  const inner = new Scope({ run: runInLoop(checking, step) }, scope);
  const last = place.listInto(inner, step.steps);
  checkCondition(checking, step.until, { scope: inner });
  return last;
};
