import { deedOf, isLoop } from '#flows/language/child-lists.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { ForEachStep } from '#flows/language/steps/for-each.ts';
import type { RepeatStep } from '#flows/language/steps/repeat.ts';
import type { CompiledFlow, CostEstimate } from '../compiled.ts';
import { longestTries, retryPlan, usualTimeout } from '../retry.ts';
import { mostRounds } from '../rounds.ts';
import { knownItems, type Measure, measurePaths } from './measure-paths.ts';
import { prices } from './prices.ts';
import { usualSeconds } from './usual-time.ts';

/** Gigabytes of an action's function. */
const functionGb = 0.25;
/** Gigabytes that an EXPRESS run is billed for. */
const expressGb = 0.0625;

interface Amounts {
  actions: number;
  /** Calls of functions, retries included. */
  calls: number;
  seconds: number;
  transitions: number;
}

/** US dollars of list price for one run, from the event's arrival to the record of the end. */
export function estimateCost(flow: Flow, { type, deadline }: Pick<CompiledFlow, 'type' | 'deadline'>): CostEstimate {
  const path = (way: Way) => round(priceOf(flow, type, amountsOf(flow.steps, way, deadline)));
  return { pricesOf: prices.of, shortest: path(shortest), typical: path(typical), longest: path(longest) };
}

/** How a path is chosen, how many items a loop has, and whether everything is tried to the last. */
interface Way {
  either: Measure['either'];
  items(depth: number): number;
  failing: boolean;
}

const shortest: Way = { either: (paths) => Math.min(...paths), items: () => 0, failing: false };
const typical: Way = {
  either: (paths) => paths.reduce((sum, each) => sum + each, 0) / paths.length,
  items: (depth) => (depth === 0 ? 10 : 3),
  failing: false,
};
const longest: Way = {
  either: (paths) => Math.max(...paths),
  items: (depth) => (depth === 0 ? 500 : 2),
  failing: true,
};

function amountsOf(steps: Step[], way: Way, deadline: number): Amounts {
  const sum = (own: Measure['own'], iteration = 0) =>
    measurePaths(steps, {
      own,
      either: way.either,
      failing: way.failing,
      iteration,
      times: (step, depth) => timesOf(step, way, depth),
      together: (branches) => branches.reduce((total, branch) => total + branch, 0),
    });
  const tries = (step: Step) => (way.failing ? retryPlan(step.retry, usualTimeout(step), deadline).plan.attempts : 1);
  const seconds = measurePaths(steps, {
    own: (step) => ownSeconds(step, way, deadline),
    either: way.either,
    failing: way.failing,
    iteration: 0,
    times: (step, depth) => Math.ceil(timesOf(step, way, depth) / (step.kind === 'repeat' ? 1 : step.concurrency)),
    together: (branches) => Math.max(0, ...branches),
  });
  return {
    actions: sum((step) => (step.kind === 'action' ? 1 : 0)),
    calls: sum((step) => (step.kind === 'action' ? tries(step) : deedOf(step).does === 'ask' ? 1 : 0)),
    seconds: Math.min(seconds, deadline),
    transitions: sum((step) => (step.kind === 'action' ? tries(step) : 1), 1),
  };
}

// A repeat has a first round always, and seldom the last that it may have.
function timesOf(step: ForEachStep | RepeatStep, way: Way, depth: number): number {
  const known = knownItems(step);
  if (step.kind === 'forEach') return known ?? way.items(depth);
  return Math.max(1, Math.min(known ?? mostRounds, way.items(depth)));
}

function ownSeconds(step: Step, way: Way, deadline: number): number {
  const deed = deedOf(step);
  if (deed.does === 'passTime') return typeof deed.most === 'number' && (way.failing || !isLoop(step)) ? deed.most : 0;
  if (step.kind !== 'action') return 0;
  return way.failing ? longestTries(retryPlan(step.retry, usualSeconds, deadline).plan, usualSeconds) : usualSeconds;
}

function priceOf(flow: Flow, type: CompiledFlow['type'], { actions, calls, seconds, transitions }: Amounts): number {
  const call = prices.lambdaRequest + usualSeconds * functionGb * prices.lambdaGbSecond;
  const machine =
    type === 'EXPRESS'
      ? prices.expressRequest + Math.max(0.1, seconds) * expressGb * prices.expressGbSecond + call
      : (transitions + 3) * prices.standardTransition + call;
  const arrival = flow.trigger.use === 'core.schedule' ? prices.schedulerCall : prices.httpApiRequest + call;
  // Event, queue (send, receive, delete), dispatcher; run claimed, started, listed, ended, and its verdict.
  const event =
    prices.eventBridgeEvent + 3 * prices.sqsRequest + call + 6 * prices.dynamodbWrite + 2 * prices.dynamodbRead;
  // An effect is claimed and completed.
  return arrival + event + machine + calls * call + actions * (2 * prices.dynamodbWrite + 2 * prices.dynamodbRead);
}

// Eight digits keep a ten-thousandth of a cent and hide the noise of binary fractions.
function round(dollars: number): number {
  return Math.round(dollars * 1e8) / 1e8;
}
