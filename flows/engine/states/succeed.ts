import type { Outcome } from '#flows/engine/session.ts';
import type { SucceedState } from '../definition/machine.ts';

/** Succeed ends its scope with its input, or with what `Output` makes of it. */
export function enterSucceed(state: SucceedState): Outcome {
  return { leave: state.leave };
}
