import { childLists } from '#flows/language/child-lists.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import { branchLabel } from './branch-label.ts';
import { triggerId } from './draw-flow.ts';
import type { DrawnLabel } from './drawing.ts';

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

/** The name of a branch above its steps. */
export interface BranchRow {
  kind: 'branch';
  id: string;
  level: number;
  label: BranchName;
  empty: boolean;
}

export type OutlineRow = StepRow | BranchRow;
type BranchName = Pick<DrawnLabel, 'text' | 'word'>;

/** The steps of a flow below each other, in the order of the document, those inside others one level deeper. */
export function outlineRows(flow: Pick<Flow, 'steps'>, collapsed: ReadonlySet<string>): OutlineRow[] {
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
      const expanded = lists.some((list) => list.steps.length > 0) ? !collapsed.has(step.id) : undefined;
      const place = { level, position: index + 1 + before, size: steps.length + before };
      const row: StepRow = { kind: 'step', id: step.id, step, ...place, ...(within && { within }), expanded };
      return expanded ? [row, ...lists.flatMap((list) => branchRows(step, list, level + 1))] : [row];
    });
  }

  function branchRows(step: Step, list: ReturnType<typeof childLists>[number], level: number): OutlineRow[] {
    const label = branchLabel(list);
    const rows = rowsOf(list.steps, level, { step, label }, 0);
    if (!label.text && !label.word) return rows;
    const id = [step.id, ...list.path].join('/');
    return [{ kind: 'branch', id, level, label, empty: list.steps.length === 0 }, ...rows];
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
