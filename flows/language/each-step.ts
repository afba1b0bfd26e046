import type { Step } from './flow.ts';

/** Every step of a list and of the lists inside its steps, in the order of the document. */
export function eachStep(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...eachStep(insideOf(step).flat())]);
}

/** The same without disabled steps and what is inside them. */
export function eachEnabledStep(steps: readonly Step[]): Step[] {
  return steps.filter(({ disabled }) => !disabled).flatMap((step) => [step, ...eachEnabledStep(insideOf(step).flat())]);
}

/** The lists of steps inside one step, its `onError` included. */
export function insideOf(step: Step): Step[][] {
  return [...ownLists(step), ...(Array.isArray(step.onError) ? [step.onError] : [])];
}

function ownLists(step: Step): Step[][] {
  switch (step.kind) {
    case 'if':
      return [step.then, step.else];
    case 'switch':
      return [...step.cases.map(({ steps }) => steps), step.default];
    case 'forEach':
    case 'repeat':
      return [step.steps];
    case 'parallel':
      return step.branches.map(({ steps }) => steps);
    case 'try':
      return [step.steps, step.catch];
    case 'action':
    case 'wait':
    case 'set':
    case 'call':
    case 'stop':
      return [];
  }
}
