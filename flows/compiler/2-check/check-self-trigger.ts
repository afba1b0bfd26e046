import { childLists } from '#flows/language/child-lists.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { Step } from '#flows/language/flow.ts';
import type { ChildList } from '#flows/language/step-kind.ts';
import type { ActionStep } from '#flows/language/steps/action.ts';
import type { Checking } from './checking.ts';

/** Finds steps that set off the flow's own trigger: an error when nothing stands in the way, else a warning. */
export function checkSelfTrigger(checking: Checking): void {
  const { flow, report } = checking;
  for (const step of eachStep(flow.steps)) {
    const likely = step.kind === 'call' ? (step.flow === flow.id ? 'sure' : undefined) : effectOf(checking, step);
    if (!likely) continue;
    const field = step.kind === 'call' ? 'call' : 'use';
    // A condition in front of a call of its own would still have to be right every time.
    const guarded =
      step.kind !== 'call' && (likely === 'perhaps' || filters(checking) || isConditional(checking, step));
    report(guarded ? 'mayTriggerItself' : 'triggersItself', { name: step.id }, [...step.pointer, field]);
  }
}

function effectOf(checking: Checking, step: Step): 'sure' | 'perhaps' | undefined {
  if (step.kind !== 'action') return undefined;
  const { trigger } = checking.flow;
  const [triggerConnector = '', triggerName = ''] = trigger.use.split('.');
  const action = checking.action(step.use);
  if (callsOwnHook(trigger.use, step)) return 'perhaps';
  const same = step.use.split('.')[0] === triggerConnector && step.connection === trigger.connection;
  if (!same || !action || action.effects === 'reads') return undefined;
  if (!action.causes) return 'perhaps';
  return action.causes.includes(triggerName) ? 'sure' : undefined;
}

// The address is made at the first publishing, so that a text can only look like it.
function callsOwnHook(trigger: string, { use, with: inputs }: ActionStep): boolean {
  const url = inputs.entries.find(({ key }) => key === 'url')?.value;
  const written = url?.kind === 'literal' ? String(url.value) : url?.kind === 'text' ? url.parts.join('') : '';
  return trigger === 'core.webhook' && use === 'http.request' && written.includes('/hooks/');
}

function filters({ flow }: Checking): boolean {
  return flow.trigger.when !== undefined || flow.trigger.with.entries.length > 0;
}

/** Lists whose steps do not run every time. */
const runsSometimes: Record<ChildList['role'], boolean> = {
  way: true,
  caught: true,
  handler: true,
  item: false,
  round: false,
  branch: false,
  tried: false,
};

function isConditional({ flow }: Checking, { pointer }: Step): boolean {
  return eachStep(flow.steps).some((around) =>
    childLists(around).some(({ role, path }) => {
      const list = [...around.pointer, ...path];
      return runsSometimes[role] && list.every((key, index) => key === pointer[index]);
    }),
  );
}
