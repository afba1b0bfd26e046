import { z } from 'zod';
import { type DocumentParts, keys } from '../document-parts.ts';
import type { StepBase, Value } from '../flow.ts';
import { present } from '../present.ts';
import type { StepKind } from '../step-kind.ts';

/** Ends the run. */
export interface StopStep extends StepBase {
  kind: 'stop';
  outcome: 'succeeded' | 'failed';
  output?: Value;
  message?: Value;
}

const fields = (parts: DocumentParts) => ({
  stop: z.enum(['succeeded', 'failed']).describe(keys.stop),
  output: parts.value.optional().describe(keys.output),
  message: parts.value.optional().describe(keys.message),
});

export const stop: StepKind<StopStep, ReturnType<typeof fields>> = {
  key: 'stop',
  fields,
  read(reader, { stop: outcome = 'succeeded' }) {
    const output = reader.optionalValue('output');
    return present({ outcome, output, message: reader.optionalValue('message') });
  },
  lists: () => [],
  deed: () => ({ does: 'stop' }),
  blank: ({ freeName }) => ({ id: freeName('end'), stop: 'succeeded' }),
};
