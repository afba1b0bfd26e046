import type { CallbackPayload } from '#flows/compiler/task-payload.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { failure } from '#flows/text/failure.ts';
import { answerToken } from '#functions/runs/answer-token.ts';
import { answerStep, stepWaits } from '#functions/store/awaited-step.ts';
import { ConditionFailed } from '#functions/store/table/condition-failed.ts';
import { transact } from '#functions/store/table/table.ts';
import { StepError } from './step-error.ts';

/** Lets a run wait for what comes to the step's address; what came before is its answer at once. */
export async function waitForCallback({ run, step, path, token }: CallbackPayload, now: number): Promise<JsonObject> {
  const record = { run, path, step, operation: 'wait callback', input: null };
  try {
    await transact(stepWaits(record, { taskToken: token }, now));
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    if (error.index === 0) throw new StepError(failure('Conflict', { id: 'runStopped' }), step);
    const startedAt = new Date(now).toISOString();
    const stands = await answerStep({ run, path, startedAt }, { output: null }, token, startedAt);
    if (stands) await answerToken(token, step, stands.answer);
  }
  return {};
}
