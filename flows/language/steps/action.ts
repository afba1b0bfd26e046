import { z } from 'zod';
import { connection, type DocumentParts, keys, operation } from '../document-parts.ts';
import type { ObjectValue, StepBase } from '../flow.ts';
import { present } from '../present.ts';
import type { StepKind } from '../step-kind.ts';

/** Lets a connector act. */
export interface ActionStep extends StepBase {
  kind: 'action';
  use: string;
  connection?: string;
  with: ObjectValue;
  onUncertain?: 'retry' | 'fail';
}

const fields = (parts: DocumentParts) => ({
  use: operation(keys.use),
  connection: connection.optional(),
  with: parts.values.optional().describe(keys.with),
  onUncertain: z.enum(['retry', 'fail']).optional().describe(keys.onUncertain),
});

export const action: StepKind<ActionStep, ReturnType<typeof fields>> = {
  key: 'use',
  fields,
  read: (reader, { use = '', connection: name, onUncertain }) =>
    present({ use, connection: name, onUncertain, with: reader.values('with') }),
  lists: () => [],
  deed: () => ({ does: 'act' }),
  blank: ({ freeName, use, connection: through }) => ({
    id: freeName(idOf(use)),
    use,
    ...(through && { connection: through }),
    with: {},
  }),
};

/** `jira.createIssue` as `create_issue`: names the step in expressions, so it is short. */
function idOf(use: string): string {
  const name = use.slice(use.indexOf('.') + 1);
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return words.replace(/[^a-z0-9]+/g, '_').slice(0, 40);
}
