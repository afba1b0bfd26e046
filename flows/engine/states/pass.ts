import type { Outcome } from '#flows/engine/session.ts';
import type { PassState } from '../definition/machine.ts';

/** Pass hands its input on, or what `Output` makes of it. */
export function enterPass(state: PassState): Outcome {
  return { leave: state.leave };
}
