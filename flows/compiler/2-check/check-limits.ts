import { eachStep } from '#flows/language/each-step.ts';
import type { Checking } from './checking.ts';

/** Finds `retry` and `timeout` where they would do nothing. */
export function checkLimits({ flow, report }: Checking): void {
  for (const step of eachStep(flow.steps)) {
    const { kind, retry, timeout, pointer } = step;
    if (kind === 'action') continue;
    if (retry !== undefined) report('onlyForActions', { field: 'retry', steps: '@calling' }, [...pointer, 'retry']);
    if (timeout === undefined || (kind === 'call' && step.await)) continue;
    const at = [...pointer, 'timeout'];
    if (kind === 'wait' && (step.wait.kind === 'event' || step.wait.kind === 'callback'))
      report('timeoutOutsideWait', { kind: step.wait.kind }, at, 'key');
    else report('onlyForActions', { field: 'timeout', steps: '@limited' }, at);
  }
}
