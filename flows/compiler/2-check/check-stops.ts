import { insideOf } from '#flows/language/each-step.ts';
import type { Step } from '#flows/language/flow.ts';
import type { Checking } from './checking.ts';

/** Points out stops that fail where a failure would be dealt with: they end the whole run all the same. */
export function checkStops({ flow, report }: Checking): void {
  visit(flow.steps, undefined);

  function visit(steps: readonly Step[], container: string | undefined): void {
    for (const step of steps) {
      if (step.disabled) continue;
      if (step.kind === 'stop' && step.outcome === 'failed' && container !== undefined)
        report('stopPassesThrough', { container }, [...step.pointer, 'stop']);
      for (const inside of insideOf(step)) visit(inside, dealsWithFailures(step, inside) ? step.id : container);
    }
  }
}

function dealsWithFailures(step: Step, inside: readonly Step[]): boolean {
  if (step.onError === inside) return false;
  if (step.onError !== undefined && step.onError !== 'fail') return true;
  return step.kind === 'try' ? inside === step.steps : step.kind === 'forEach' && step.onItemError === 'continue';
}
