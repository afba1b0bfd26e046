import type { Gap } from '#flows/editing/command.ts';
import { childLists } from '#flows/language/child-lists.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import { type BranchGap, branchGaps } from './branch-gaps.ts';
import { triggerId } from './draw-flow.ts';

/** A step in the outline of a flow, or the trigger. */
export interface StepRow {
  kind: 'step';
  id: string;
  step: Step | undefined;
  /** Lists around it, itself included. */
  level: number;
  /** Its place in its list, from 1, and how many there are. */
  position: number;
  size: number;
  /** The step whose branch it is in, and what the branch is called. */
  within?: { step: Step; label: BranchName };
  /** Undefined for a step without others inside. */
  expanded: boolean | undefined;
}

/** The name of a branch above its steps, where a step can be put at their beginning. */
export interface BranchRow {
  kind: 'branch';
  id: string;
  level: number;
  /** Its place among the branches of its step, from 1, and how many there are. */
  position: number;
  size: number;
  within: { step: Step; label: BranchName };
  expanded: undefined;
  gap: Gap;
  empty: boolean;
}

export type OutlineRow = StepRow | BranchRow;
type BranchName = BranchGap['label'];

/**
 * The steps of a flow below each other, in the order of the document, those inside others one level deeper; when it is
 * `edited`, with every branch that a first step can be put into.
 */
export function outlineRows(flow: Pick<Flow, 'steps'>, collapsed: ReadonlySet<string>, edited = false): OutlineRow[] {
  const size = flow.steps.length + 1;
  const trigger: StepRow = {
    kind: 'step',
    id: triggerId,
    step: undefined,
    level: 1,
    position: 1,
    size,
    expanded: undefined,
  };
  return [trigger, ...rowsOf(flow.steps, 1, undefined, 1)];

  function rowsOf(steps: readonly Step[], level: number, within: StepRow['within'], before: number): OutlineRow[] {
    return steps.flatMap((step, index): OutlineRow[] => {
      const lists = childLists(step);
      const gaps = branchGaps(step);
      const expanded = lists.some((list) => list.steps.length > 0) ? !collapsed.has(step.id) : undefined;
      const place = { level, position: index + 1 + before, size: steps.length + before };
      const row: StepRow = { kind: 'step', id: step.id, step, ...place, ...(within && { within }), expanded };
      const shown = expanded ?? edited;
      const inside = lists.flatMap((list, i) =>
        branchRows(step, list.steps, gaps[i]!, level + 1, [i + 1, lists.length]),
      );
      return shown ? [row, ...inside] : [row];
    });
  }

  function branchRows(
    step: Step,
    steps: readonly Step[],
    { gap, label }: BranchGap,
    level: number,
    [position, size]: [number, number],
  ): OutlineRow[] {
    const within = { step, label };
    const rows = rowsOf(steps, level, within, 0);
    const empty = steps.length === 0;
    if (!label.text && !label.word && !(edited && empty)) return rows;
    const id = [step.id, ...(gap.branch ?? [])].join('/');
    return [{ kind: 'branch', id, level, position, size, within, expanded: undefined, gap, empty }, ...rows];
  }
}

/** Ids of the steps around a step, the outermost first. */
export function stepsAround(steps: readonly Step[], id: string): string[] | undefined {
  for (const step of steps) {
    if (step.id === id) return [];
    for (const list of childLists(step)) {
      const inner = stepsAround(list.steps, id);
      if (inner) return [step.id, ...inner];
    }
  }
  return undefined;
}
