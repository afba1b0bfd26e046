import { deedOf, ownLists } from '#flows/language/child-lists.ts';
import type { Step } from '#flows/language/flow.ts';
import type { ChildList, Deed } from '#flows/language/step-kind.ts';

/** Whether the state of a step that does this can catch: a Task can; a Fail need not. */
const catches: Record<Deed['does'], boolean> = { decide: false, passTime: false, act: true, ask: true, stop: true };

/** The same of a step with such a list inside it, which is a Choice, a Map or a Parallel. */
const catchesAround: Record<ChildList['role'], boolean> = {
  way: false,
  item: true,
  round: true,
  branch: true,
  // What fails in its own `catch` it does not catch.
  tried: false,
  caught: false,
  handler: true,
};

/** Whether a step must be put into a Parallel to catch its failure. */
export function needsGuard(step: Step): boolean {
  if (step.onError === undefined || step.onError === 'fail') return false;
  const [first] = ownLists(step);
  return first ? !catchesAround[first.role] : !catches[deedOf(step).does];
}
