import { childLists } from '#flows/language/child-lists.ts';
import type { Step } from '#flows/language/flow.ts';
import type { StepState } from './step-state.ts';

/** Why a run did not come to a step: another way was taken, or the run ended before. */
export type Missed = 'notTaken' | 'notReached';

/** Of the steps that a run which has ended did not come to, why. */
export function missedSteps(steps: readonly Step[], states: ReadonlyMap<string, StepState>): Map<string, Missed> {
  const missed = new Map<string, Missed>();
  visit(steps, 'notReached');
  return missed;

  /** `first`: why the first step of the list is missed, if it is. */
  function visit(list: readonly Step[], first: Missed): void {
    let why = first;
    for (const step of list) {
      const reached = (states.get(step.id)?.status ?? 'skipped') !== 'skipped';
      if (!reached) missed.set(step.id, why);
      else why = 'notReached';
      for (const { role, steps: inner } of childLists(step)) {
        const chosen = role === 'branch' || role === 'tried';
        visit(inner, reached ? (chosen ? 'notReached' : 'notTaken') : why);
      }
    }
  }
}
