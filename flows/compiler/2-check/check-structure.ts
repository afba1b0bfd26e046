import { childLists, deedOf, ownLists } from '#flows/language/child-lists.ts';
import type { Step } from '#flows/language/flow.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { ChildList } from '#flows/language/step-kind.ts';
import type { Checking } from './checking.ts';

/** Finds steps that no run can reach, and branches in which nothing happens. */
export function checkStructure(checking: Checking): void {
  const { flow, report } = checking;
  if (flow.steps.length === 0) report('emptyFlow', {}, ['steps']);
  checkList(checking, flow.steps);
}

function checkList(checking: Checking, steps: readonly Step[]): void {
  const end = steps.findIndex(endsRun);
  const unreachable = end === -1 ? undefined : steps[end + 1];
  if (unreachable && unreachable.id !== '') {
    const after = steps[end]?.id ?? '';
    checking.report('unreachableStep', { name: unreachable.id, after }, unreachable.pointer);
  }
  for (const step of steps) {
    for (const [branch, pointer] of checking.isLost(step.pointer) ? [] : emptyBranches(step)) {
      checking.report('emptyBranch', { branch }, pointer, 'key');
    }
    for (const list of childLists(step)) checkList(checking, list.steps);
  }
}

/** Lists that hold the end of the run when each of them does: no run goes by them all. */
const goneThrough: Record<ChildList['role'], boolean> = {
  way: true,
  tried: true,
  caught: true,
  item: false,
  round: false,
  branch: false,
  handler: false,
};

/** Whether every path through the step stops the run. */
function endsRun(step: Step): boolean {
  if (step.disabled) return false;
  if (deedOf(step).does === 'stop') return true;
  const lists = ownLists(step);
  return lists.length > 0 && lists.every(({ role, steps }) => goneThrough[role] && steps.some(endsRun));
}

// An empty `else`, `default`, `catch` or case says that nothing is to be done; elsewhere something was forgotten.
function emptyBranches(step: Step): [branch: string, Pointer][] {
  const empty = ownLists(step).filter(({ steps, needed }) => needed && steps.length === 0);
  const found = empty.map(({ path }): [string, Pointer] => [path.at(-1) ?? '', [...step.pointer, ...path]]);
  return step.kind === 'set' && step.values.length === 0 ? [['set', [...step.pointer, 'set']]] : found;
}
