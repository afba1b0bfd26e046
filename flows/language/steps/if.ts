import { type DocumentParts, keys } from '../document-parts.ts';
import type { Condition, Step, StepBase } from '../flow.ts';
import type { StepKind } from '../step-kind.ts';

/** Takes one of two ways. */
export interface IfStep extends StepBase {
  kind: 'if';
  condition: Condition;
  then: Step[];
  else: Step[];
}

const fields = (parts: DocumentParts) => ({
  if: parts.condition.describe(keys.if),
  // biome-ignore lint/suspicious/noThenProperty: the word of the flow language
  then: parts.steps,
  else: parts.steps.optional(),
});

export const ifKind: StepKind<IfStep, ReturnType<typeof fields>> = {
  key: 'if',
  fields,
  read: (reader) => ({
    condition: reader.condition('if'),
    // biome-ignore lint/suspicious/noThenProperty: the word of the flow language
    then: reader.steps('then'),
    else: reader.steps('else'),
  }),
  lists: (step) => [
    { role: 'way', path: ['then'], steps: step.then, needed: true },
    { role: 'way', path: ['else'], steps: step.else, needed: false },
  ],
  deed: () => ({ does: 'decide' }),
  blank: ({ freeName }) => ({
    id: freeName('check'),
    if: { left: '', op: 'equals', right: '' },
    // biome-ignore lint/suspicious/noThenProperty: the word of the flow language
    then: [],
    else: [],
  }),
};
