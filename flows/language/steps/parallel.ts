import { type DocumentParts, keys } from '../document-parts.ts';
import type { NamedSteps } from '../field-reader.ts';
import type { StepBase } from '../flow.ts';
import type { StepKind } from '../step-kind.ts';

/** Runs lists of steps at the same time. */
export interface ParallelStep extends StepBase {
  kind: 'parallel';
  branches: NamedSteps[];
}

const fields = (parts: DocumentParts) => ({ parallel: parts.branches.describe(keys.parallel) });

export const parallel: StepKind<ParallelStep, ReturnType<typeof fields>> = {
  key: 'parallel',
  fields,
  read: (reader) => ({ branches: reader.branches('parallel') }),
  lists: ({ branches }) =>
    branches.map(({ name, steps }) => ({ role: 'branch', path: ['parallel', name], steps, needed: true })),
  deed: () => ({ does: 'decide' }),
  blank: ({ freeName }) => ({ id: freeName('together'), parallel: { first: [], second: [] } }),
};
