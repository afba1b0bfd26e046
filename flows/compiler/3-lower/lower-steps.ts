import type { Step } from '#flows/language/flow.ts';
import { lowerAction } from './lower-action.ts';
import { lowerIf } from './lower-if.ts';
import type { Exit, Frame, Lowering } from './lowering.ts';

/** Lowers a list of steps: each leads to the next, the last leads where the list leads. Disabled steps are left out. */
export function lowerSteps(lowering: Lowering, steps: Step[], frame: Frame, exit: Exit): string | undefined {
  const enabled = steps.filter((step) => !step.disabled);
  enabled.forEach((step, index) => {
    const next = enabled[index + 1];
    lowerStep(lowering, step, frame, next ? { next: next.id, takes: [], wanted: false } : exit);
  });
  return enabled[0]?.id;
}

function lowerStep(lowering: Lowering, step: Step, frame: Frame, exit: Exit): void {
  switch (step.kind) {
    case 'action':
      return lowerAction(lowering, step, frame, exit);
    case 'if':
      return lowerIf(lowering, step, frame, exit);
  }
}
