import { largeLoopIn } from '#flows/history/large-loops.ts';
import type { RecordedRun } from '#flows/history/recorded-run.ts';
import { executionInput } from '#functions/runs/execution-input.ts';
import { getEffects } from '#functions/store/effect.ts';
import type { Run } from '#functions/store/run.ts';
import { settingsAt } from '#functions/store/settings.ts';
import { readCompiled, readVersion } from '#functions/store/version.ts';

/**
 * What is kept of a run, with the text and the machine that it ran; undefined when its version is gone. Of a run with
 * distributed loops (`isLarge`) without the effects, which are too many to be read at once.
 */
export async function recordOf(run: Run) {
  const [version, { env }] = await Promise.all([readVersion(run.flow, run.version), settingsAt(run.startedAt)]);
  if (!version) return undefined;
  const compiled = await readCompiled(version.compiledHash);
  const isLarge = largeLoopIn(compiled.definition);
  const { status, startedAt, endedAt, error } = run;
  const recorded: RecordedRun = {
    input: JSON.parse(executionInput(run, env)),
    status,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    ...(error && { error }),
    effects: isLarge ? [] : await getEffects(run.id),
  };
  const { source, format } = version;
  return { source, format, compiled, recorded, isLarge };
}
