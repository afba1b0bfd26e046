import type { Step } from './flow.ts';
import type { ChildList, Deed, StepKind } from './step-kind.ts';
import { stepKinds } from './step-kinds.ts';

/** The lists of steps inside one step, in the order of the document; the steps of its `onError` are the last. */
export function childLists(step: Step): ChildList[] {
  const own = ownLists(step);
  if (!Array.isArray(step.onError)) return own;
  return [...own, { role: 'handler', path: ['onError'], steps: step.onError, needed: false }];
}

/** The same without the steps of its `onError`. */
export function ownLists(step: Step): ChildList[] {
  return kindOf(step).lists(step);
}

/** What a step does itself, beside the steps inside it. */
export function deedOf(step: Step): Deed {
  return kindOf(step).deed(step);
}

/** Whether a step goes on after a time, or when something happened, that nobody computes. */
export function mayWait(step: Step): boolean {
  const { does } = deedOf(step);
  return does === 'passTime' || does === 'ask';
}

/** The names that a step gives: its own, and those by which the steps in it call their items. */
export function namesOf(step: Step): string[] {
  return [step.id, ...ownLists(step).flatMap(({ item }) => (item === undefined ? [] : [item]))];
}

/** Whether a step runs the steps in it more than once, each time under a path of its own. */
export function isLoop(step: Step): step is Extract<Step, { kind: 'forEach' | 'repeat' }> {
  return ownLists(step).some(({ role }) => role === 'item' || role === 'round');
}

function kindOf({ kind }: Step): StepKind<Step> {
  return stepKinds[kind] as StepKind<Step>;
}
