import type { JsonObject } from '#flows/language/json.ts';
import type { BlankNames } from '#flows/language/step-kind.ts';
import { stepKinds } from '#flows/language/step-kinds.ts';
import type { StepChoice } from './step-choice.ts';

/** What a new step can lean on; `flow` is one that `call` starts at first. */
type Around = Pick<BlankNames, 'freeName' | 'connection'> & { flow: string | undefined };

/** A new step as it is written. */
export function newStep({ what }: StepChoice, { flow = 'other-flow', ...around }: Around): JsonObject {
  const use = what.kind === 'action' ? what.use : '';
  return stepKinds[what.kind].blank({ ...around, flow, use });
}
