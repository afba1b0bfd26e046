import { triggerId } from './draw-flow.ts';
import type { Walked } from './drawing.ts';
import type { StepState } from './step-state.ts';

/** Whether a line was walked in the run that the states tell of. */
export function wasWalked(walked: Walked, states: Map<string, StepState>): boolean {
  const reached = (id: string) => id === triggerId || (states.get(id)?.status ?? 'skipped') !== 'skipped';
  const done = (id: string) => id === triggerId || states.get(id)?.status === 'succeeded';
  return walked.reached.every(reached) && walked.done.every(done) && !walked.not.some(reached);
}
