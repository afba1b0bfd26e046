import { type DocumentParts, keys } from '../document-parts.ts';
import type { StepBase, Value } from '../flow.ts';
import type { Pointer } from '../problem.ts';
import type { StepKind } from '../step-kind.ts';

/** Remembers values under names. */
export interface SetStep extends StepBase {
  kind: 'set';
  values: { name: string; value: Value; pointer: Pointer }[];
}

const fields = (parts: DocumentParts) => ({ set: parts.values.describe(keys.set) });

export const set: StepKind<SetStep, ReturnType<typeof fields>> = {
  key: 'set',
  fields,
  read(reader) {
    const { entries } = reader.neededValues('set');
    return { values: entries.map(({ key, value }) => ({ name: key, value, pointer: value.pointer })) };
  },
  lists: () => [],
  deed: () => ({ does: 'decide' }),
  blank: ({ freeName }) => ({ id: freeName('values'), set: { value: '' } }),
};
