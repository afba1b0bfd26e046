import { type DocumentParts, keys } from '../document-parts.ts';
import type { Step, StepBase, Value } from '../flow.ts';
import type { Pointer } from '../problem.ts';
import type { StepKind } from '../step-kind.ts';

/** Takes the way that is named like a value. */
export interface SwitchStep extends StepBase {
  kind: 'switch';
  value: Value;
  cases: { match: string; steps: Step[]; pointer: Pointer }[];
  default: Step[];
}

const fields = (parts: DocumentParts) => ({
  switch: parts.value.describe(keys.switch),
  cases: parts.branches.describe(keys.cases),
  default: parts.steps.optional().describe(keys.default),
});

export const switchKind: StepKind<SwitchStep, ReturnType<typeof fields>> = {
  key: 'switch',
  fields,
  read(reader) {
    const value = reader.value('switch');
    const cases = reader.branches('cases').map(({ name, ...rest }) => ({ match: name, ...rest }));
    return { value, cases, default: reader.steps('default') };
  },
  lists: (step) => [
    ...step.cases.map(({ match, steps }) => ({ role: 'way' as const, path: ['cases', match], steps, needed: false })),
    { role: 'way', path: ['default'], steps: step.default, needed: false },
  ],
  deed: () => ({ does: 'decide' }),
  blank: ({ freeName }) => ({ id: freeName('route'), switch: '', cases: { first: [] }, default: [] }),
};
