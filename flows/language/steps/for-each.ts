import { z } from 'zod';
import { type DocumentParts, keys, stepId } from '../document-parts.ts';
import type { Step, StepBase, Value } from '../flow.ts';
import type { StepKind } from '../step-kind.ts';

/** Runs its steps for each item of a list. */
export interface ForEachStep extends StepBase {
  kind: 'forEach';
  items: Value;
  as: string;
  concurrency: number;
  /** Items it may have; more end the run when the loop begins. */
  atMost: number;
  onItemError: 'fail' | 'continue';
  steps: Step[];
}

/** Items that a loop may have unless it says otherwise. */
const usualAtMost = 500;

const fields = (parts: DocumentParts) => ({
  forEach: parts.value.describe(keys.forEach),
  as: stepId.optional().describe(keys.as),
  concurrency: z.int().min(1).max(1000).optional().describe(keys.itemsAtOnce),
  atMost: z.int().min(1).max(10_000).optional().describe(keys.itemsAtMost),
  onItemError: z.enum(['fail', 'continue']).optional().describe(keys.onItemError),
  do: parts.steps.describe(keys.do),
});

export const forEach: StepKind<ForEachStep, ReturnType<typeof fields>> = {
  key: 'forEach',
  fields,
  read(reader, { concurrency = 1, atMost = usualAtMost, onItemError = 'fail' }) {
    const items = reader.value('forEach');
    const steps = reader.steps('do');
    return { items, as: reader.written('as', 'item'), concurrency, atMost, onItemError, steps };
  },
  lists: ({ as, steps }) => [{ role: 'item', path: ['do'], steps, item: as, needed: true }],
  deed: () => ({ does: 'decide' }),
  blank: ({ freeName }) => ({ id: freeName('each_item'), forEach: [], as: freeName('item'), do: [] }),
};
