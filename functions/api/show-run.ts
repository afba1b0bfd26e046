import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { type RecomputedStep, recompute } from '#flows/engine/recompute.ts';
import { executionInput } from '#functions/runs/execution-input.ts';
import { getEffects } from '#functions/store/effect.ts';
import type { Run } from '#functions/store/run.ts';
import type { RunRow } from '#functions/store/run-list.ts';
import { settingsAt } from '#functions/store/settings.ts';
import { readCompiled, readVersion } from '#functions/store/version.ts';
import { shownError } from './shown-error.ts';
import type { Language } from './texts.ts';

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
  return {
    ...showRunSummary(run, language),
    input: run.data,
    ...(run.output !== undefined && { output: run.output }),
    steps: (await stepsOf(run, now)).map((step) => showStep(step, language)),
  };
}

function showStep({ tries, error, ...step }: RecomputedStep, language: Language) {
  return {
    ...step,
    ...(tries && {
      tries: tries.map(({ error: failure, ...one }) => ({
        ...one,
        ...(failure && { error: shownError(failure, language) }),
      })),
    }),
    ...(error && { error: shownError(error, language) }),
  };
}

async function stepsOf(run: Run, now: number): Promise<RecomputedStep[]> {
  const [version, effects, { env }] = await Promise.all([
    readVersion(run.flow, run.version),
    getEffects(run.id),
    settingsAt(run.startedAt),
  ]);
  const flow = version && parseFlow(version.source, version.format).flow;
  if (!version || !flow) return [];
  const { status, startedAt, endedAt, error } = run;
  const recorded = {
    input: JSON.parse(executionInput(run, env)),
    status,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    ...(error && { error }),
    effects,
  };
  return recompute(flow, await readCompiled(version.compiledHash), recorded, now);
}
