import { childLists } from '#flows/language/child-lists.ts';
import type { Step } from '#flows/language/flow.ts';
import type { ChildList } from '#flows/language/step-kind.ts';
import { needsGuard } from './needs-guard.ts';

/** Lists whose steps are states of the same scope as their step. */
const staysInside: Record<ChildList['role'], boolean> = {
  way: true,
  item: false,
  round: false,
  branch: false,
  tried: false,
  caught: true,
  handler: true,
};

/**
 * Whether a stop among the steps ends the run by an error. One that succeeds where the end of the steps is the end of
 * the run (`outermost`) needs none; inside a loop, a branch or a try every stop does.
 */
export function raisesStop(steps: readonly Step[], outermost = false): boolean {
  return steps.some((step) => {
    if (step.disabled) return false;
    if (step.kind === 'stop') return !outermost || step.outcome === 'failed';
    const lists = childLists(step);
    const stays = outermost && lists.every(({ role }) => staysInside[role]) && !needsGuard(step);
    return lists.some(({ steps: inside }) => raisesStop(inside, stays));
  });
}
