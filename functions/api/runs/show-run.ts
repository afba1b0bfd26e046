import { shownError } from '#flows/history/shown-error.ts';
import { shownStep } from '#flows/history/shown-step.ts';
import { inWords } from '#flows/text/failure.ts';
import type { Language } from '#flows/text/language.ts';
import { aheadOf, holdersOf } from '#functions/store/gate.ts';
import { getRun, type Run } from '#functions/store/run.ts';
import type { RunRow } from '#functions/store/run-list.ts';
import { historyOfRun } from './history-of-run.ts';

/** A run as lists show it. */
export function showRunSummary(
  { id, flow, flowName, version, status, startedAt, event, trigger, ...run }: RunRow,
  language: Language,
) {
  return {
    id,
    flow,
    flowName,
    version,
    status,
    startedAt,
    ...(run.endedAt !== undefined && { endedAt: run.endedAt }),
    event,
    trigger,
    ...(run.causedBy !== undefined && { causedBy: run.causedBy }),
    ...(run.repeatedBy !== undefined && { repeatedBy: run.repeatedBy }),
    ...(run.handled !== undefined && { handled: run.handled }),
    ...(run.error && { error: shownError(run.error, language) }),
  };
}

/** A run with every step, recomputed from its event, its version and its effects. `now` in milliseconds since 1970. */
export async function showRun(run: Run, language: Language, now: number) {
  const [line, caller, history] = await Promise.all([lineOf(run), callerOf(run), historyOfRun(run, now)]);
  return {
    ...showRunSummary(run, language),
    ...(line && { line }),
    ...(caller && { caller }),
    input: run.data,
    ...(run.output !== undefined && { output: run.output }),
    ...(history.partial && { notice: inWords({ id: 'historyTooSlow' }, language) }),
    steps: withinRoom(history.steps.map((step) => shownStep(step, language))),
  };
}

async function lineOf({ status, gate }: Run) {
  if (status !== 'queued' || !gate) return undefined;
  const [ahead, underWay] = await Promise.all([aheadOf(gate), holdersOf(gate.id)]);
  return { ahead, underWay };
}

async function callerOf({ trigger, causedBy }: Run) {
  const caller = trigger === 'core.call' && causedBy !== undefined ? await getRun(causedBy) : undefined;
  return caller && { run: caller.id, flowName: caller.flowName };
}

/** Steps of some rounds of a loop; undefined when the run has no such loop. */
export async function showRounds(
  run: Run,
  language: Language,
  now: number,
  { path, from, limit }: { path: string; from: number; limit: number },
) {
  const { steps, rounds, partial } = await historyOfRun(run, now, { path, from, count: limit });
  if (rounds === undefined && !partial) return undefined;
  return {
    rounds: rounds ?? 0,
    ...(partial && { notice: inWords({ id: 'historyTooSlow' }, language) }),
    steps: withinRoom(steps.map((step) => shownStep(step, language))),
    ...(rounds !== undefined && from + limit < rounds && { next: from + limit }),
  };
}

/** Characters of JSON that the steps of an answer may have: a function may answer 6 MB. */
const room = 3_000_000;

/** The steps, without inputs and outputs once they would have filled the answer. */
function withinRoom<S extends { input?: unknown; output?: unknown }>(steps: S[]): (S & { cut?: true })[] {
  let left = room;
  return steps.map((step) => {
    left -= JSON.stringify(step).length;
    if (left > 0 || (step.input === undefined && step.output === undefined)) return step;
    const { input, output, ...rest } = step;
    left += JSON.stringify([input, output]).length;
    return { ...(rest as S), cut: true as const };
  });
}
