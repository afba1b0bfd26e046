import { deedOf, isLoop, ownLists } from '#flows/language/child-lists.ts';
import type { Step } from '#flows/language/flow.ts';
import type { ChildList } from '#flows/language/step-kind.ts';
import type { ForEachStep } from '#flows/language/steps/for-each.ts';
import type { RepeatStep } from '#flows/language/steps/repeat.ts';
import { knownRounds, mostRounds } from '../rounds.ts';
import { constantOf } from '../text/value-text.ts';
import { itemsWritten } from './items-written.ts';

/** What to add up along the paths through a flow. */
export interface Measure {
  /** Of the step itself, without the steps inside it. */
  own(step: Step): number;
  /** Of branches that run at the same time. */
  together(branches: number[]): number;
  /** Of paths of which one is taken; never called with an empty list. */
  either(paths: number[]): number;
  /** How often the steps of a loop count; `depth` is the number of loops around it. */
  times(step: ForEachStep | RepeatStep, depth: number): number;
  /** Of each iteration itself, without its steps. */
  iteration: number;
  /** Whether the steps of `catch` and `onError` run too. */
  failing: boolean;
}

/** Up to where a list of steps leads: its end, or a stop on the way; undefined when it cannot lead there. */
interface Ends {
  through?: number;
  stopped?: number;
}

/** The measure of the path that `either` chooses, from the first step to the end of the list or to a stop. */
export function measurePaths(steps: Step[], measure: Measure): number {
  return measureAt(steps, measure, 0);
}

/** How many items or rounds a loop has at most when that is written in the flow; undefined when only the run will tell. */
export function knownItems(step: ForEachStep | RepeatStep): number | undefined {
  if (step.kind === 'repeat') return knownRounds(step);
  if (step.items.kind === 'expression') return itemsWritten(step.items.expression.source);
  const items = constantOf(step.items);
  if (Array.isArray(items)) return items.length;
  return step.items.kind === 'list' ? step.items.items.length : undefined;
}

/** The most items or rounds that a loop may have. */
export function itemsOf(step: ForEachStep | RepeatStep): number {
  return knownItems(step) ?? (step.kind === 'repeat' ? mostRounds : step.atMost);
}

function measureAt(steps: Step[], measure: Measure, depth: number): number {
  return total(ofList(steps, measure, depth), measure);
}

function total({ through, stopped }: Ends, measure: Measure): number {
  const known = [through, stopped].filter((path) => path !== undefined);
  return known.length > 0 ? measure.either(known) : 0;
}

function ofList(steps: Step[], measure: Measure, depth: number): Ends {
  let through = 0;
  const stops: number[] = [];
  for (const step of steps) {
    if (step.disabled) continue;
    const ends = ofStep(step, measure, depth);
    if (ends.stopped !== undefined) stops.push(through + ends.stopped);
    if (ends.through === undefined) return { stopped: measure.either(stops) };
    through += ends.through;
  }
  return { through, ...(stops.length > 0 && { stopped: measure.either(stops) }) };
}

function ofStep(step: Step, measure: Measure, depth: number): Ends {
  const inside = ofInside(step, measure, depth);
  const own = measure.own(step);
  const handled = measure.failing && Array.isArray(step.onError) ? measureAt(step.onError, measure, depth) : 0;
  return {
    ...(inside.through !== undefined && { through: own + inside.through + handled }),
    ...(inside.stopped !== undefined && { stopped: own + inside.stopped }),
  };
}

function ofInside(step: Step, measure: Measure, depth: number): Ends {
  const [first, ...others] = ownLists(step);
  if (!first) return deedOf(step).does === 'stop' ? { stopped: 0 } : { through: 0 };
  const measured = ({ steps }: ChildList, at = depth) => measureAt(steps, measure, at);
  switch (first.role) {
    case 'way':
      return oneOf([first, ...others], measure, depth);
    case 'item':
    case 'round': {
      const rounds = isLoop(step) ? measure.times(step, depth) : 1;
      return { through: rounds * (measure.iteration + measured(first, depth + 1)) };
    }
    case 'branch':
      return { through: measure.together([first, ...others].map((list) => measured(list))) };
    case 'tried':
    case 'caught':
    case 'handler': {
      const failing = measure.failing ? others.reduce((sum, list) => sum + measured(list), 0) : 0;
      return { through: measured(first) + failing };
    }
  }
}

function oneOf(ways: ChildList[], measure: Measure, depth: number): Ends {
  const ends = ways.map(({ steps }) => ofList(steps, measure, depth));
  const throughs = ends.flatMap(({ through }) => (through === undefined ? [] : [through]));
  const stops = ends.flatMap(({ stopped }) => (stopped === undefined ? [] : [stopped]));
  return {
    ...(throughs.length > 0 && { through: measure.either(throughs) }),
    ...(stops.length > 0 && { stopped: measure.either(stops) }),
  };
}
