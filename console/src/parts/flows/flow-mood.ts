import type { Answer } from '../../api/client.ts';

export type FlowSummary = Answer<'listFlows'>['items'][number];

/** The flow's state as a person cares for it: `needsYou` when it is on and its last run failed or its text has errors. */
export type Mood = FlowSummary['state'] | 'needsYou';

const bad = ['failed', 'timedOut'];

export function moodOf(flow: FlowSummary): Mood {
  const failing = flow.lastRun !== undefined && bad.includes(flow.lastRun.status);
  if (flow.state === 'on' && (failing || flow.problems.errors > 0)) return 'needsYou';
  return flow.state;
}

const order: Mood[] = ['needsYou', 'on', 'paused', 'draft', 'off'];

/** Flows that need a person first, then by state, then by name. */
export function inOrderOfNeed(flows: FlowSummary[], locale: string): FlowSummary[] {
  const rank = (flow: FlowSummary) => (moodOf(flow) === 'needsYou' ? 0 : flow.state === 'off' ? 2 : 1);
  return [...flows].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, locale));
}

/** Moods that occur among the flows with how many flows have each, in a fixed order. */
export function countMoods(flows: FlowSummary[]): { mood: Mood; count: number }[] {
  return order
    .map((mood) => ({ mood, count: flows.filter((flow) => moodOf(flow) === mood).length }))
    .filter(({ count }) => count > 0);
}

export interface WeekTotal {
  runs: number;
  failed: number;
  /** Share that succeeded and in which nothing failed, 0 to 1; undefined without runs. */
  fine: number | undefined;
}

/** The runs of the last seven days of all given flows together. */
export function weekTotal(flows: Pick<FlowSummary, 'week'>[]): WeekTotal {
  const days = flows.flatMap((flow) => flow.week);
  const failed = days.reduce((sum, day) => sum + day.failed, 0);
  const runs = days.reduce((sum, day) => sum + day.succeeded, failed);
  const handled = days.reduce((sum, day) => sum + day.handled, 0);
  return { runs, failed, fine: runs ? Math.max(0, runs - failed - handled) / runs : undefined };
}

/** US dollars a month if the month goes on like the last seven days; undefined without an estimate or runs. */
export function costPerMonth(flow: FlowSummary): number | undefined {
  const { runs } = weekTotal([flow]);
  return flow.cost && runs ? (flow.cost.typical * runs * 30) / 7 : undefined;
}
