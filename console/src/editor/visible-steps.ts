import { insideOf } from '#flows/compiler/each-step.ts';
import type { Flow, Step } from '#flows/language/flow.ts';

export interface Visible {
  /** Steps whose results the expressions of a step may name, nearest last. */
  steps: Step[];
  /** Names of loop items around it. */
  items: string[];
}

/** What expressions of the step with the given id may name; everything at the top when the id is unknown. */
export function visibleAt(flow: Flow, id: string | undefined): Visible {
  if (id === '$trigger') return { steps: [], items: [] };
  return (id ? search(flow.steps, id) : undefined) ?? { steps: flow.steps, items: [] };
}

function search(steps: Step[], id: string): Visible | undefined {
  for (const [i, step] of steps.entries()) {
    if (step.id === id) return { steps: steps.slice(0, i), items: [] };
    for (const list of insideOf(step)) {
      const inner = search(list, id);
      if (!inner) continue;
      const items = step.kind === 'forEach' && list === step.steps ? [step.as, ...inner.items] : inner.items;
      const itself = step.kind === 'try' && list === step.catch ? [step] : step.onError === list ? [step] : [];
      return { steps: [...steps.slice(0, i), ...itself, ...inner.steps], items };
    }
  }
  return undefined;
}
