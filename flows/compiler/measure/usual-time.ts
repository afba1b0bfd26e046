import { deedOf } from '#flows/language/child-lists.ts';
import { eachEnabledStep } from '#flows/language/each-step.ts';
import type { Step } from '#flows/language/flow.ts';
import type { ForEachStep } from '#flows/language/steps/for-each.ts';
import { usualTimeout } from '../retry.ts';
import { itemsOf, measurePaths } from './measure-paths.ts';

/** Seconds that an action usually takes, and any other step. */
export const usualSeconds = 0.3;
const ownStep = 0.005;

/** Seconds that steps usually take on the longest path, with as many items in each loop as it may have. */
export function usualTime(steps: Step[]): number {
  return measurePaths(steps, {
    own: ownTime,
    together: (branches) => Math.max(0, ...branches),
    either: (paths) => Math.max(...paths),
    // A repeat's own time is that of all its rounds.
    times: (step) => (step.kind === 'repeat' ? 1 : Math.ceil(itemsOf(step) / step.concurrency)),
    iteration: ownStep,
    failing: false,
  });
}

/** Seconds that the loops of a flow usually take together, and the one that takes most; undefined when it has none. */
export function timeInLoops(steps: Step[]): { loop: ForEachStep; seconds: number } | undefined {
  const loops = eachEnabledStep(steps).filter((step) => step.kind === 'forEach');
  const [slowest] = loops.sort((a, b) => usualTime([b]) - usualTime([a]));
  if (!slowest) return undefined;
  const seconds = measurePaths(steps, {
    own: (step) => (step.kind === 'forEach' ? usualTime([step]) : 0),
    together: (branches) => Math.max(0, ...branches),
    either: (paths) => Math.max(...paths),
    times: () => 0,
    iteration: 0,
    failing: false,
  });
  return { loop: slowest, seconds };
}

function ownTime(step: Step): number {
  const deed = deedOf(step);
  if (deed.does === 'passTime' && typeof deed.most === 'number') return deed.most;
  return step.kind === 'action' ? Math.min(usualSeconds, usualTimeout(step)) : ownStep;
}
