import { type DocumentParts, keys } from '../document-parts.ts';
import type { Step, StepBase } from '../flow.ts';
import type { StepKind } from '../step-kind.ts';

/** Runs steps, and others when they fail. */
export interface TryStep extends StepBase {
  kind: 'try';
  steps: Step[];
  catch: Step[];
}

const fields = (parts: DocumentParts) => ({ try: parts.steps, catch: parts.steps.describe(keys.catch) });

export const tryKind: StepKind<TryStep, ReturnType<typeof fields>> = {
  key: 'try',
  fields,
  read: (reader) => ({ steps: reader.steps('try'), catch: reader.steps('catch') }),
  lists: (step) => [
    { role: 'tried', path: ['try'], steps: step.steps, needed: true },
    { role: 'caught', path: ['catch'], steps: step.catch, needed: false },
  ],
  deed: () => ({ does: 'decide' }),
  blank: ({ freeName }) => ({ id: freeName('attempt'), try: [], catch: [] }),
};
