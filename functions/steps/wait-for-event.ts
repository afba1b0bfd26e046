import type { WaitPayload } from '#flows/compiler/task-payload.ts';
import { awaitedKey } from '#flows/language/event-envelope.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { failure } from '#flows/text/failure.ts';
import { answerToken } from '#functions/runs/answer-token.ts';
import { answerStep, stepWaits } from '#functions/store/awaited-step.ts';
import { getRun, isOpen, keepSeconds } from '#functions/store/run.ts';
import { ConditionFailed } from '#functions/store/table/condition-failed.ts';
import { transact } from '#functions/store/table/table.ts';
import { putWait, type Wait, waitKey } from '#functions/store/wait.ts';
import { StepError } from './step-error.ts';

/**
 * Lets a run wait for an event, which dispatch hands to it. A step that is asked again goes on waiting under its newer
 * token, or gets the event that came meanwhile.
 */
export async function waitForEvent(payload: WaitPayload, now: number): Promise<JsonObject> {
  const { run: id, flow, step, path, token, input, match, bindings, timeout } = payload;
  const run = await getRun(id);
  if (!run || !isOpen(run)) throw new StepError(failure('Conflict', { id: 'runStopped' }), step);
  const startedAt = new Date(now).toISOString();
  const wait: Wait = {
    key: awaitedKey(input.event, input.connection, flow),
    run: id,
    flow,
    version: run.version,
    step,
    path,
    startedAt,
    ...(timeout !== undefined && { until: now + timeout * 1000 }),
    ...(match !== undefined && { match, bindings: (bindings ?? {}) as JsonObject }),
    token,
    expiresAt: Math.ceil(now / 1000) + run.deadline + keepSeconds,
  };
  const record = { run: id, path, step, operation: `wait ${input.event}`, input: input as JsonObject };
  try {
    await transact([...stepWaits(record, { wait: waitKey(wait) }, now), putWait(wait)]);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    if (error.index === 0) throw new StepError(failure('Conflict', { id: 'runStopped' }), step);
    const stands = await answerStep(wait, { output: null }, token, startedAt);
    if (stands) await answerToken(token, step, stands.answer);
  }
  return {};
}
