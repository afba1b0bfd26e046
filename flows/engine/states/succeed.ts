import type { SucceedState } from '#flows/engine/machine.ts';
import type { Outcome } from '#flows/engine/session.ts';

/** Succeed ends its scope with its input, or with what `Output` makes of it. */
export function enterSucceed(state: SucceedState): Outcome {
  return { leave: state.leave };
}
