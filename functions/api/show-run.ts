import type { JudgedCondition } from '#flows/compiler/verdict.ts';
import type { History } from '#flows/engine/history/history-of.ts';
import type { RecomputedStep } from '#flows/engine/recompute.ts';
import type { Json } from '#flows/language/json.ts';
import { inWords } from '#flows/text/failure.ts';
import type { Language } from '#functions/middleware/language-of.ts';
import { historyApart } from '#functions/runs/workshop.ts';
import { aheadOf, holders } from '#functions/store/gate.ts';
import { getRun, type Run } from '#functions/store/run.ts';
import type { RunRow } from '#functions/store/run-list.ts';
import { recordOf } from './record-of.ts';
import { shownCondition, shownError } from './shown-error.ts';

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
    ...(run.error && { error: shownError(run.error, language) }),
  };
}

/** A run with every step, recomputed from its event, its version and its effects. `now` in milliseconds since 1970. */
export async function showRun(run: Run, language: Language, now: number) {
  const [line, caller, history] = await Promise.all([lineOf(run), callerOf(run), historyOf(run, now)]);
  return {
    ...showRunSummary(run, language),
    ...(line && { line }),
    ...(caller && { caller }),
    input: run.data,
    ...(run.output !== undefined && { output: run.output }),
    ...(history.partial && { notice: inWords({ id: 'historyTooSlow' }, language) }),
    steps: history.steps.map((step) => showStep(step, language)),
  };
}

async function lineOf({ status, gate }: Run) {
  if (status !== 'queued' || !gate) return undefined;
  const [ahead, underWay] = await Promise.all([aheadOf(gate), holders(gate.id)]);
  return { ahead, underWay };
}

async function callerOf({ trigger, causedBy }: Run) {
  const caller = trigger === 'core.call' && causedBy !== undefined ? await getRun(causedBy) : undefined;
  return caller && { run: caller.id, flowName: caller.flowName };
}

function showStep({ tries, error, output, ...step }: RecomputedStep, language: Language) {
  return {
    ...step,
    ...(output !== undefined && { output: step.kind === 'if' ? decision(output, language) : output }),
    ...(tries && {
      tries: tries.map(({ error: failure, startedAt, endedAt }) => ({
        startedAt,
        ...(endedAt !== undefined && { endedAt }),
        ...(failure && { error: shownError(failure, language) }),
      })),
    }),
    ...(error && { error: shownError(error, language) }),
  };
}

/** `{ branch, conditions }` */
function decision(output: Json, language: Language): Json {
  const { branch, conditions } = output as { branch?: Json; conditions?: unknown };
  if (!Array.isArray(conditions)) return output;
  const shown = (conditions as JudgedCondition[]).map((condition) => shownCondition(condition, language));
  return { branch: branch ?? null, conditions: shown as unknown as Json };
}

async function historyOf(run: Run, now: number): Promise<History> {
  const record = await recordOf(run);
  if (!record) return { steps: [], partial: false };
  const { source, format, compiled, recorded } = record;
  const history = await historyApart(run.flow, { source, format, compiled, run: recorded, now });
  return history ?? { steps: [], partial: true };
}
