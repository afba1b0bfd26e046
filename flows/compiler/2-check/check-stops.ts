import { childLists } from '#flows/language/child-lists.ts';
import type { Step } from '#flows/language/flow.ts';
import type { ChildList } from '#flows/language/step-kind.ts';
import type { Checking } from './checking.ts';

/** Points out stops that fail where a failure would be dealt with: they end the whole run all the same. */
export function checkStops({ flow, report }: Checking): void {
  visit(flow.steps, undefined);

  function visit(steps: readonly Step[], container: string | undefined): void {
    for (const step of steps) {
      if (step.disabled) continue;
      if (step.kind === 'stop' && step.outcome === 'failed' && container !== undefined)
        report('stopPassesThrough', { container }, [...step.pointer, 'stop']);
      for (const list of childLists(step)) visit(list.steps, dealsWithFailures(step, list) ? step.id : container);
    }
  }
}

function dealsWithFailures(step: Step, { role }: ChildList): boolean {
  if (role === 'handler') return false;
  if (step.onError !== undefined && step.onError !== 'fail') return true;
  return role === 'tried' || ('onItemError' in step && step.onItemError === 'continue');
}
