import { nearest } from '#flows/language/nearest.ts';
import type { CallStep } from '#flows/language/steps/call.ts';
import { anything, objectOf, text } from '../../shape/shape.ts';
import type { Checking } from '../checking.ts';
import type { StepCheck } from '../step-check.ts';

/** The run that was started, and its output when that is waited for. */
export const checkCall: StepCheck<CallStep> = (step, { checking, value }) => {
  value(step.with);
  checkCalled(checking, step);
  return objectOf(step.await ? { run: text, output: anything } : { run: text });
};

// The flow may be made later, so that neither is an error.
function checkCalled({ flow: { id }, flows, report }: Checking, { flow: called, pointer }: CallStep): void {
  if (!flows || called === '' || called === id) return;
  const at = [...pointer, 'call'];
  if (!Object.hasOwn(flows, called)) {
    report('unknownFlow', { flow: called, suggestion: nearest(called, Object.keys(flows)) }, at);
  } else if (!flows[called]) report('flowNotPublished', { flow: called }, at);
}
