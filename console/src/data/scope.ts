import { childLists } from '#flows/language/child-lists.ts';
import type { Step } from '#flows/language/flow.ts';
import type { ChildList } from '#flows/language/step-kind.ts';

/** What expressions at some place may name. */
export interface Scope {
  /** Ids of earlier steps of the same list and of the lists around it. */
  earlier: string[];
  /** Ids of the step at the place and of the steps around it that tell it something, the innermost first. */
  around: string[];
}

/** The scope of a step; undefined when there is none of that id. */
export function scopeOf(steps: readonly Step[], id: string): Scope | undefined {
  for (const [index, step] of steps.entries()) {
    const inner = step.id === id ? { earlier: [], around: [id] } : scopeInside(step, id);
    if (!inner) continue;
    const before = steps.slice(0, index).filter(({ disabled }) => !disabled);
    return { earlier: [...before.map((each) => each.id), ...inner.earlier], around: inner.around };
  }
  return undefined;
}

/** Lists whose steps are told something by the step around them: its item, its round, how it failed. */
const givesNames: ReadonlySet<ChildList['role']> = new Set(['item', 'round', 'caught', 'handler']);

function scopeInside(step: Step, id: string): Scope | undefined {
  for (const list of childLists(step)) {
    const found = scopeOf(list.steps, id);
    if (found) return givesNames.has(list.role) ? { ...found, around: [...found.around, step.id] } : found;
  }
  return undefined;
}
