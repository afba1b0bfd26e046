import type { Gap } from '#flows/editing/command.ts';
import { childLists } from '#flows/language/child-lists.ts';
import type { Step } from '#flows/language/flow.ts';
import { branchLabel } from './branch-label.ts';

/** Where a branch of a step begins, and what the branch is called; nothing for the steps of a loop. */
export interface BranchGap {
  gap: Gap;
  label: ReturnType<typeof branchLabel>;
}

/** Beginnings of all branches of a step, in the order of the document; none for a step that holds no others. */
export function branchGaps(step: Step): BranchGap[] {
  return childLists(step).map((list) => ({
    gap: { step: step.id, branch: list.path, index: 0 },
    label: branchLabel(list),
  }));
}
