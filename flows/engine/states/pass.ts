import type { PassState } from '#flows/engine/machine.ts';
import type { Outcome } from '#flows/engine/session.ts';

/** Pass hands its input on, or what `Output` makes of it. */
export function enterPass(state: PassState): Outcome {
  return { leave: state.leave };
}
