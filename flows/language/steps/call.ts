import { z } from 'zod';
import { type DocumentParts, flowId, keys } from '../document-parts.ts';
import type { ObjectValue, StepBase } from '../flow.ts';
import { present } from '../present.ts';
import type { StepKind } from '../step-kind.ts';

/** Starts another flow. */
export interface CallStep extends StepBase {
  kind: 'call';
  flow: string;
  with: ObjectValue;
  await: boolean;
}

const fields = (parts: DocumentParts) => ({
  call: flowId.describe(keys.call),
  with: parts.values.optional().describe(keys.callWith),
  await: z.boolean().optional().describe(keys.await),
});

export const call: StepKind<CallStep, ReturnType<typeof fields>> = {
  key: 'call',
  fields,
  read: (reader, { call: flow = '', await: waits = false }) => ({ flow, await: waits, with: reader.values('with') }),
  lists: () => [],
  deed: (step) => ({ does: 'ask', changes: true, waits: step.await, ...present({ most: step.timeout }) }),
  blank: ({ freeName, flow }) => ({ id: freeName('start_flow'), call: flow, with: {} }),
};
