import { listsOfSteps, namedLists } from '#flows/language/list-fields.ts';
import { present } from '#flows/language/present.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { childOf, type SourceNode } from './source-node.ts';

/** The innermost step around the pointer, and the field inside it (`with.text`); fields of the flow have no step. */
export function stepAt(root: SourceNode | undefined, pointer: Pointer): { step?: string; field?: string } {
  let stepEnd = 0;
  let listEnd = pointer[0] === 'steps' ? 1 : undefined;
  while (listEnd !== undefined && typeof pointer[listEnd] === 'number') {
    stepEnd = listEnd + 1;
    const field = pointer[stepEnd] ?? '';
    if (listsOfSteps.has(field)) listEnd = stepEnd + 1;
    else if (namedLists.has(field)) listEnd = stepEnd + 2;
    else listEnd = undefined;
  }
  const step = pointer.slice(0, stepEnd).reduce<SourceNode | undefined>(childOf, root);
  const id = stepEnd > 0 ? childOf(step, 'id') : undefined;
  const named = id?.kind === 'scalar' && typeof id.value === 'string' ? id.value : undefined;
  const field = fieldName(named === undefined ? pointer : pointer.slice(stepEnd));
  return present({ step: named, field: field === '' ? undefined : field });
}

function fieldName(pointer: Pointer): string {
  return pointer
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}
