import { insideOf } from '#flows/compiler/each-step.ts';
import type { Step } from '#flows/language/flow.ts';

/**
 * Whether a stop among the steps ends the run by an error. One that succeeds where the end of the steps is the end of
 * the run (`outermost`) needs none; inside a loop, a branch or a try every stop does.
 */
export function raisesStop(steps: readonly Step[], outermost = false): boolean {
  return steps.some((step) => {
    if (step.disabled) return false;
    if (step.kind === 'stop') return !outermost || step.outcome === 'failed';
    const stays = outermost && (step.kind === 'if' || step.kind === 'switch' || step.kind === 'action');
    return insideOf(step).some((inside) => raisesStop(inside, stays));
  });
}
