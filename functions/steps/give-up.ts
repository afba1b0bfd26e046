import type { GiveUpPayload } from '#flows/compiler/task-payload.ts';
import type { ConnectorErrorClass } from '#flows/language/connector-error-class.ts';
import type { Json } from '#flows/language/json.ts';
import { failure } from '#flows/text/failure.ts';
import { stopRun } from '#functions/runs/end-run.ts';
import { answerStep, getAwaited, recordRefusal } from '#functions/store/awaited-step.ts';
import { removeWait } from '#functions/store/wait.ts';
import { StepError } from './step-error.ts';

/**
 * Ends the waiting of a step whose time is over: it fails with `Timeout`, and what it waited for is stopped or
 * forgotten. An answer that was written before stands, and is returned.
 */
export async function giveUp({ run, path, step }: GiveUpPayload, now: number): Promise<Json> {
  const at = new Date(now).toISOString();
  const late = failure('Timeout', { id: 'nothingCame' });
  if (!(await getAwaited(run, path))) {
    // The call that was to begin the step is late. It may still come: then it finds the step given up.
    await recordRefusal({ run, path, step, operation: 'core.giveUp', input: null }, late, now, 'time');
  }
  const waiting = await getAwaited(run, path);
  const stands =
    waiting && (await answerStep({ run, path, startedAt: waiting.startedAt }, { error: late }, 'time', at));
  if (stands && 'output' in stands.answer) return stands.answer.output;
  if (waiting?.wait) await removeWait(waiting.wait);
  if (waiting?.child !== undefined) await stopRun(waiting.child, now, failure('Timeout', { id: 'callerGaveUp' }));
  const error = stands && 'error' in stands.answer ? stands.answer.error : late;
  throw new StepError({ ...error, code: error.code as ConnectorErrorClass }, step);
}
