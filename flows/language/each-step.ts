import { childLists } from './child-lists.ts';
import type { Step } from './flow.ts';

/** Every step of a list and of the lists inside its steps, in the order of the document. */
export function eachStep(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...childLists(step).flatMap((list) => eachStep(list.steps))]);
}

/** The same without disabled steps and what is inside them. */
export function eachEnabledStep(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) =>
    step.disabled ? [] : [step, ...childLists(step).flatMap((list) => eachEnabledStep(list.steps))],
  );
}
