import { insideOf } from '#flows/language/each-step.ts';
import type { Step } from '#flows/language/flow.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { Checking } from './checking.ts';

/** Finds steps that no run can reach, and branches in which nothing happens. */
export function checkStructure(checking: Checking): void {
  const { flow, report } = checking;
  if (flow.steps.length === 0) report('emptyBranch', { branch: 'steps' }, ['steps']);
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
    for (const inside of insideOf(step)) checkList(checking, inside);
  }
}

/** Whether every path through the step stops the run. */
function endsRun(step: Step): boolean {
  if (step.disabled) return false;
  const stops = (steps: readonly Step[]) => steps.some(endsRun);
  switch (step.kind) {
    case 'stop':
      return true;
    case 'if':
      return stops(step.then) && stops(step.else);
    case 'switch':
      return step.cases.every(({ steps }) => stops(steps)) && stops(step.default);
    case 'try':
      return stops(step.steps) && stops(step.catch);
    default:
      return false;
  }
}

// An empty `else`, `default`, `catch` or case says that nothing is to be done; elsewhere something was forgotten.
function emptyBranches(step: Step): [branch: string, Pointer][] {
  const empty = (branch: string, steps: readonly unknown[], ...path: Pointer): [string, Pointer][] =>
    steps.length === 0 ? [[branch, [...step.pointer, ...path]]] : [];
  switch (step.kind) {
    case 'if':
      return empty('then', step.then, 'then');
    case 'forEach':
    case 'repeat':
      return empty('do', step.steps, 'do');
    case 'try':
      return empty('try', step.steps, 'try');
    case 'parallel':
      return step.branches.flatMap(({ name, steps }) => empty(name, steps, 'parallel', name));
    case 'set':
      return empty('set', step.values, 'set');
    default:
      return [];
  }
}
