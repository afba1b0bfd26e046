import { deedOf, ownLists } from '#flows/language/child-lists.ts';
import { eachEnabledStep } from '#flows/language/each-step.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { ChildList, Deed } from '#flows/language/step-kind.ts';
import type { ForEachStep } from '#flows/language/steps/for-each.ts';
import type { Report } from '../source/problem-list.ts';
import { itemsOf, measurePaths } from './measure-paths.ts';

/** Events that the history of a STANDARD execution holds (service quota); the execution fails when it is full. */
const historyLimit = 25_000;

/** Events outside of the flow's steps: the execution's own and those of the state `run`. */
const frameEvents = 10;

/**
 * Ids of the loops of a STANDARD flow that must be Distributed Maps, whose iterations have histories of their own, so
 * that no history becomes too long. Reports when even that is not enough.
 */
export function distributedLoops(flow: Flow, report: Report): Set<string> {
  const distributed = new Set<string>();
  if (!split(flow.steps, frameEvents, distributed)) report('historyTooLong', { limit: historyLimit }, ['steps']);
  return distributed;
}

/** Makes loops of `steps` distributed, the one with most events first, until the history is short enough. */
function split(steps: Step[], around: number, distributed: Set<string>): boolean {
  const loops = outerLoops(steps);
  while (around + events(steps, distributed) > historyLimit) {
    const inline = loops.filter(({ id }) => !distributed.has(id));
    const [largest] = inline.sort((a, b) => events([b], distributed) - events([a], distributed));
    if (!largest) return false;
    distributed.add(largest.id);
    if (!split(largest.steps, frameEvents, distributed)) return false;
  }
  return true;
}

function outerLoops(steps: Step[]): ForEachStep[] {
  const inLoops = new Set<Step>();
  const loops = eachEnabledStep(steps).filter((step) => step.kind === 'forEach');
  for (const loop of loops) for (const inner of eachEnabledStep(loop.steps)) inLoops.add(inner);
  return loops.filter((loop) => !inLoops.has(loop));
}

function events(steps: Step[], distributed: ReadonlySet<string>): number {
  return measurePaths(steps, {
    own: ownEvents,
    together: (branches) => branches.reduce((sum, branch) => sum + branch, 0),
    either: (paths) => Math.max(...paths),
    times: (step) => (distributed.has(step.id) ? 0 : itemsOf(step)),
    iteration: 4,
    failing: false,
  });
}

/** Entered, exited and what is between; without retries, since a loop whose every item fails has other troubles. */
const eventsOf: Record<Deed['does'], number> = { decide: 2, passTime: 2, act: 5, ask: 6, stop: 2 };

/** The same of a step with such a list inside it; what begins and ends a distributed loop, too. */
const eventsAround: Record<ChildList['role'], number> = {
  way: 2,
  item: 30,
  round: 8,
  branch: 6,
  tried: 6,
  caught: 6,
  handler: 2,
};

function ownEvents(step: Step): number {
  const [first] = ownLists(step);
  return first ? eventsAround[first.role] : eventsOf[deedOf(step).does];
}
