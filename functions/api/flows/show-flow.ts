import { momentIn } from '#flows/language/moment-in.ts';
import type { Problem } from '#flows/language/problem.ts';
import { nextFirings, scheduleTimes } from '#flows/language/schedule-times.ts';
import { zoneClock } from '#flows/language/zone-clock.ts';
import { shownProblem } from '#functions/middleware/shown-problem.ts';
import { readConnection } from '#functions/store/connection.ts';
import { type FlowHead, type FlowText, isLive } from '#functions/store/flow.ts';
import { listRuns } from '#functions/store/run-list.ts';
import { readSettings, type Settings } from '#functions/store/settings.ts';
import { runsInMonth, weekOf } from '#functions/store/week.ts';
import { isAtLeast } from '../door/authenticate.ts';
import type { Call } from '../door/call.ts';
import { compiler } from './compile-text.ts';
import { hookOfConnection, hookOfFlow } from './hook-address.ts';
import { judgeFirings } from './judge-firing.ts';

const firings = 5;

/** Firings among which those are looked for, and milliseconds that judging them may take. */
const firingsLookedAt = 400;
const judgingTime = 1000;

/** A flow as lists show it. */
export async function showSummary(head: FlowHead, now: number) {
  const { id, name, description, state, trigger, connectors, revision, published, problems, cost } = head;
  const [week, runs] = await Promise.all([weekOf(id, now), listRuns({ flow: id, limit: 1 })]);
  const last = runs.items[0];
  return {
    id,
    name,
    ...(description !== undefined && { description }),
    state,
    ...(trigger !== undefined && { trigger }),
    connectors,
    ...(published && { version: published.version }),
    revision,
    changed: published !== undefined && published.textHash !== head.textHash,
    problems,
    ...(cost && { cost }),
    updatedAt: head.updatedAt,
    updatedBy: head.updatedBy,
    week,
    ...(last && { lastRun: { id: last.id, status: last.status, startedAt: last.startedAt } }),
  };
}

/** A flow as its page shows it; findings are those of the saved text as of now. */
export async function showDetail(
  { head, text }: { head: FlowHead; text: FlowText },
  { caller, language, now }: Pick<Call<'getFlow'>, 'caller' | 'language' | 'now'>,
) {
  const [summary, compile, hooks, settings, month] = await Promise.all([
    showSummary(head, now),
    compiler(),
    hooksOf(head),
    readSettings(),
    runsInMonth(head.id, now),
  ]);
  const { problems } = await compile(text);
  return {
    ...summary,
    runsInMonth: month,
    problems: countProblems(problems),
    source: text.source,
    format: text.format,
    findings: problems.map((problem) => shownProblem(problem, language)),
    // Whoever knows the address may start runs.
    hooks: isAtLeast('editor', caller) ? hooks : [],
    ...(await nextRuns(head, now, settings)),
    ...(head.published && { type: head.published.type }),
  };
}

/** Addresses that lead to the flow's published version. */
export async function hooksOf(head: FlowHead) {
  const { published, hook } = head;
  if (!isLive(head) || !published) return [];
  if (published.trigger === 'core.webhook') return hook === undefined ? [] : [hookOfFlow(hook)];
  const { triggerConnection } = published;
  const connection = triggerConnection === undefined ? undefined : await readConnection(triggerConnection);
  return connection?.hook ? [hookOfConnection(connection.hook)] : [];
}

/**
 * When the published schedule starts runs next, and its time zone: without the holidays that it skips and the firings
 * that its conditions turn away.
 */
export async function nextRuns(head: FlowHead, now: number, settings: Settings) {
  const { holidays } = settings;
  const { schedule, firesFrom } = head.published ?? {};
  if (!schedule) return { next: [] };
  const { expression, timeZone, skipHolidays } = schedule;
  const times = head.state === 'on' ? scheduleTimes(expression, timeZone, firesFrom ?? now) : undefined;
  const clock = zoneClock(timeZone);
  const starts = await judgeFirings(head.id, timeZone, settings, performance.now() + judgingTime);
  const next: string[] = [];
  let looked = 0;
  for (let at = times?.next(now); at !== undefined && next.length < firings; at = times?.next(at)) {
    if (looked++ === firingsLookedAt) break;
    if (skipHolidays && clock && holidays.includes(dateIn(at, timeZone))) {
      const day = 86_400_000;
      const midnight = Math.floor(clock.localAt(at) / day + 1) * day;
      // On with what fires from the next day on.
      at = Math.max(at, (clock.instantsOf(midnight)[0] ?? at + 1) - 1);
    } else if (await starts(at)) next.push(new Date(at).toISOString());
  }
  return { next, timeZone };
}

/** `2026-12-25` for a moment in a time zone. */
export function dateIn(at: number, timeZone: string): string {
  return momentIn(new Date(at).toISOString(), timeZone).slice(0, 10);
}

/** The next moments at which the published schedule fires, ISO 8601. */
export function firingsOf(head: FlowHead, now: number, count: number): string[] {
  const { schedule, firesFrom } = head.published ?? {};
  if (head.state !== 'on' || !schedule) return [];
  const { expression, timeZone } = schedule;
  return nextFirings(expression, timeZone, now, count, firesFrom).map((at) => new Date(at).toISOString());
}

/** How many findings of a kind there are. */
export function countProblems(problems: readonly Problem[]): { errors: number; warnings: number } {
  const count = (severity: Problem['severity']) => problems.filter((problem) => problem.severity === severity).length;
  return { errors: count('error'), warnings: count('warning') };
}
