import type { Draft } from '../draft.ts';
import { stepOf, takeItems } from '../step-lists.ts';
import { findStep } from '../steps-in.ts';
import { writeOutAliases } from '../write-out.ts';

/** Takes steps out, wherever they are, with all that is inside them. */
export function removeSteps(draft: Draft, ids: readonly string[]): void {
  for (const id of ids) stepOf(draft, id);
  for (const id of ids) {
    const step = findStep(draft.source.root, id);
    // It was inside another one of them.
    if (!step) continue;
    writeOutAliases(draft, [step.path]);
    takeItems(draft, step.list, step.index, 1);
  }
}
