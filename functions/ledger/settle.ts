import { endRun } from '#functions/runs/end-run.ts';
import { getEffects } from '#functions/store/effect.ts';
import { getRun, type RunError } from '#functions/store/run.ts';
import type { RunEnd } from '#functions/store/run-end.ts';
import { countRuns } from '#functions/store/week.ts';

/**
 * Writes how a run ended; false when that was known. A failed one is counted, and its error gets the path of its step.
 */
export async function settle(id: string, end: RunEnd): Promise<boolean> {
  if (end.status === 'succeeded') return endRun(id, end);
  const error = end.error && (await located(id, end.error));
  if (!(await endRun(id, { ...end, error }))) return false;
  const run = await getRun(id);
  if (!run) return true;
  // It was counted as succeeded when it began.
  const before = run.type === 'EXPRESS' ? { succeeded: -1 } : {};
  await countRuns(run.flow, run.startedAt, { failed: 1, ...before });
  return true;
}

/** The last failed action of the step tells which of its repetitions it was, and keeps the sentence of its error. */
async function located(id: string, error: RunError): Promise<RunError> {
  if (error.step === undefined) return error;
  const effects = await getEffects(id);
  const failed = effects.filter(({ step, status }) => step === error.step && status === 'failed').at(-1);
  if (!failed) return error;
  const sentence = failed.error?.message === error.message ? failed.error.sentence : undefined;
  return { ...error, path: failed.path, ...(sentence && { sentence }) };
}
