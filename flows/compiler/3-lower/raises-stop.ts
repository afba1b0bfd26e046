import { insideOf } from '#flows/language/each-step.ts';
import type { Step } from '#flows/language/flow.ts';
import { needsGuard } from './needs-guard.ts';

/** Kinds whose inner steps are states of the same scope. */
const staysInside: Step['kind'][] = ['if', 'switch', 'action', 'call', 'wait'];

/**
 * Whether a stop among the steps ends the run by an error. One that succeeds where the end of the steps is the end of
 * the run (`outermost`) needs none; inside a loop, a branch or a try every stop does.
 */
export function raisesStop(steps: readonly Step[], outermost = false): boolean {
  return steps.some((step) => {
    if (step.disabled) return false;
    if (step.kind === 'stop') return !outermost || step.outcome === 'failed';
    const stays = outermost && staysInside.includes(step.kind) && !needsGuard(step);
    return insideOf(step).some((inside) => raisesStop(inside, stays));
  });
}
