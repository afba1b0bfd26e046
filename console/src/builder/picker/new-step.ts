import type { JsonObject } from '#flows/language/json.ts';
import type { BlankNames } from '#flows/language/step-kind.ts';
import { stepKinds } from '#flows/language/step-kinds.ts';
import type { StepChoice } from './step-choice.ts';

/** A new step as it is written. */
export function newStep({ what }: StepChoice, around: Pick<BlankNames, 'freeName' | 'connection'>): JsonObject {
  const use = what.kind === 'action' ? what.use : '';
  return stepKinds[what.kind].blank({ ...around, flow: 'other-flow', use });
}
