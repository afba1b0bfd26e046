import { deedOf } from '#flows/language/child-lists.ts';
import { eachEnabledStep } from '#flows/language/each-step.ts';
import type { Duration, Flow, Step } from '#flows/language/flow.ts';
import type { ForEachStep } from '#flows/language/steps/for-each.ts';
import type { Report } from '../source/problem-list.ts';
import { itemsOf, knownItems, measurePaths } from './measure-paths.ts';
import { timeInLoops } from './usual-time.ts';

/** Seconds an EXPRESS run may take: what Step Functions allows, and what is set unless the author says otherwise. */
const expressLimit = 300;
const expressDeadline = 240;

/** Seconds of waiting that are cheaper as EXPRESS, which is paid by the time, than as STANDARD, which is not. */
const waitWorthwhile = 60;

/** Seconds a STANDARD run may take: what Step Functions allows, and what is set unless the author says otherwise. */
const standardLimit = 365 * 86_400;
const standardDeadline = 30 * 86_400;

/** Items a loop is taken to have when only the run will tell. */
const usualItems = 10;

/** The kind of state machine and the seconds after which its runs are timed out. Reports a pinned kind that cannot work. */
export function chooseType(flow: Flow, report: Report): { type: 'EXPRESS' | 'STANDARD'; deadline: number } {
  const waits = longestWait(flow.steps);
  const long = longWaiter(flow);
  const slow = slowLoop(flow);
  const type = flow.type ? (flow.type === 'express' ? 'EXPRESS' : 'STANDARD') : whyLong(flow) ? 'STANDARD' : 'EXPRESS';
  const deadline = flow.deadline ?? (type === 'EXPRESS' ? expressDeadline : Math.max(standardDeadline, 2 * waits));
  if (slow) reportSlow(slow, flow, type, deadline, report);
  if (type === 'EXPRESS') {
    if (long) report('expressCannotWait', {}, [...long.pointer, long.kind]);
    if (deadline > expressLimit) report('deadlineTooLong', { limit: expressLimit, type: 'express' }, ['deadline']);
    if (waits >= deadline) report('waitsTooLong', { seconds: waits, deadline }, ['type']);
  } else {
    if (deadline > standardLimit) report('deadlineTooLong', { limit: standardLimit, type: 'standard' }, ['deadline']);
    if (flow.deadline !== undefined && waits >= deadline)
      report('waitsTooLong', { seconds: waits, deadline }, ['deadline']);
  }
  return { type, deadline };
}

/**
 * Why runs of a flow are long ones (STANDARD) unless the author says otherwise: `open` waits for somebody or for a time that
 * only the run knows, `loops` takes too long in a loop; each with the step that makes them so.
 */
export type WhyLong = { why: 'open' | 'loops'; step: string } | { why: 'waits' | 'deadline' };

/** The first thing of a flow that no short run (EXPRESS) can do; undefined when there is none. */
export function whyLong(flow: Flow): WhyLong | undefined {
  const long = longWaiter(flow);
  if (long) return { why: 'open', step: long.id };
  if (longestWait(flow.steps) > waitWorthwhile) return { why: 'waits' };
  if ((flow.deadline ?? 0) > expressLimit) return { why: 'deadline' };
  const slow = flow.deadline === undefined ? slowLoop(flow) : undefined;
  return slow && { why: 'loops', step: slow.loop.id };
}

function longWaiter(flow: Flow): Step | undefined {
  return eachEnabledStep(flow.steps).find((step) => waitsForLong(step));
}

/** The loops of a flow that usually take longer than an EXPRESS run may: their seconds, and the slowest of them. */
function slowLoop(flow: Flow): { loop: ForEachStep; seconds: number } | undefined {
  const loops = timeInLoops(flow.steps);
  return loops && loops.seconds > Math.min(flow.deadline ?? expressDeadline, expressLimit) ? loops : undefined;
}

function reportSlow(
  { loop, seconds }: { loop: ForEachStep; seconds: number },
  flow: Flow,
  type: 'EXPRESS' | 'STANDARD',
  deadline: number,
  report: Report,
): void {
  const params = { items: itemsOf(loop), seconds: Math.round(seconds) };
  const at = [...loop.pointer, 'forEach'];
  if (type === 'EXPRESS') report('loopMayTakeTooLong', { ...params, deadline }, at);
  else if (flow.type === undefined && flow.deadline === undefined)
    report('loopMakesStandard', { ...params, deadline: expressDeadline }, at);
}

/** Seconds of waiting on the longest path. */
export function longestWait(steps: Step[]): number {
  return measurePaths(steps, {
    own: ownWait,
    together: (branches) => Math.max(0, ...branches),
    either: (paths) => Math.max(...paths),
    // A repeat's own time is that of all its rounds.
    times: (step) => (step.kind === 'repeat' ? 1 : Math.ceil((knownItems(step) ?? usualItems) / step.concurrency)),
    iteration: 0,
    failing: true,
  });
}

function ownWait(step: Step): number {
  const time = timeWaited(step);
  return typeof time === 'number' ? time : 0;
}

/** How long a step waits at most; undefined when that is not said. */
export function timeWaited(step: Step): Duration | undefined {
  const deed = deedOf(step);
  return deed.does === 'passTime' || (deed.does === 'ask' && deed.waits) ? deed.most : undefined;
}

function waitsForLong(step: Step): boolean {
  const deed = deedOf(step);
  return deed.does === 'ask' ? deed.waits : deed.does === 'passTime' && typeof deed.most !== 'number';
}
