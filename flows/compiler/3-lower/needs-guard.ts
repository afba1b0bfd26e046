import type { Step } from '#flows/language/flow.ts';

const withoutCatch: Step['kind'][] = ['if', 'switch', 'set', 'wait', 'try'];

/**
 * Whether a step must be put into a Parallel to catch its failure. Only Task, Parallel and Map can catch; a try can,
 * but not what fails in its own `catch`.
 */
export function needsGuard(step: Step): boolean {
  const { kind, onError } = step;
  const isTask = kind === 'wait' && (step.wait.kind === 'event' || step.wait.kind === 'callback');
  return onError !== undefined && onError !== 'fail' && withoutCatch.includes(kind) && !isTask;
}
