import { tooLargeEvent } from '#flows/compiler/execution-input-limit.ts';
import type { CallPayload } from '#flows/compiler/task-payload.ts';
import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { failure } from '#flows/text/failure.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { answerCaller } from '#functions/runs/answer-caller.ts';
import { enterGate, isLimited } from '#functions/runs/enter-gate.ts';
import { executionInput } from '#functions/runs/execution-input.ts';
import { newRun } from '#functions/runs/new-run.ts';
import { startPassed, turnGate } from '#functions/runs/pass-gate.ts';
import { startOrQueue } from '#functions/runs/start-or-queue.ts';
import { stepDone, stepWaits } from '#functions/store/awaited-step.ts';
import { effectKey } from '#functions/store/effect.ts';
import { getRun, isOpen, newRunItem, type Run, runId, setCaller } from '#functions/store/run.ts';
import { readSettings, settingsAt } from '#functions/store/settings.ts';
import { type Subscription, subscriptionOfFlow } from '#functions/store/subscription.ts';
import { ConditionFailed } from '#functions/store/table/condition-failed.ts';
import { listPlace } from '#functions/store/table/hours.ts';
import { transact } from '#functions/store/table/table.ts';
import { countRuns } from '#functions/store/week.ts';
import { StepError } from './step-error.ts';

/** Calls within calls: a flow that calls itself through others would never end. */
const deepest = 16;

/**
 * Starts a run of the called flow, once for each step of a run however often it is asked, and returns its id. Its
 * conditions are not asked, and it may be paused: a call names the flow. With a token the end of the run answers it.
 */
export async function callFlow(payload: CallPayload, now: number): Promise<JsonObject> {
  const { run, step, path, call, token, input } = payload;
  const event = `core:${call}:call-${effectKey(run, path)}`;
  const id = runId(call, event);
  const before = await getRun(id);
  if (before) return again(before, payload, now);
  const [caller, listener, { env }] = await Promise.all([getRun(run), subscriptionOfFlow(call), readSettings()]);
  if (!caller || !isOpen(caller)) throw new StepError(failure('Conflict', { id: 'runStopped' }), step);
  const child = childOf(payload, caller, listener, event, now);
  try {
    executionInput(child, env);
  } catch (error) {
    if (error instanceof AppError) throw new StepError(tooLargeEvent('InvalidInput'), step);
    throw error;
  }
  const record = { run, path, step, operation: `call ${call}`, input };
  const records = token === undefined ? stepDone(record, { run: id }, now) : stepWaits(record, { child: id }, now);
  try {
    if (listener && isLimited(listener)) {
      const entered = await enterGate(listener, child, { delivery: event, env, now, more: records });
      if (entered.outcome === 'full') {
        throw new StepError(failure('Conflict', { id: 'calledFull', params: { flow: call } }), step);
      }
      return await again((await getRun(id)) ?? child, payload, now);
    }
    const place = await listPlace('runs')(call, child.startedAt);
    await transact([...records, { put: newRunItem(child, event, place, now), if: { exists: false } }]);
  } catch (error) {
    if (error instanceof ConditionFailed) throw new StepError(failure('Millrace.Again', { id: 'runChanged' }), step);
    throw error;
  }
  await startOrQueue(child, env, now);
  if (child.type === 'EXPRESS') await countRuns(call, child.startedAt, { succeeded: 1 });
  return { run: id };
}

function childOf(
  { run, step, path, call, input, token }: CallPayload,
  caller: Run,
  listener: Subscription | undefined,
  event: string,
  now: number,
): Run {
  if (!listener) {
    throw new StepError(failure('NotFound', { id: 'calledNotPublished', params: { flow: call } }), step);
  }
  const depth = (caller.depth ?? 0) + 1;
  if (depth > deepest) {
    throw new StepError(failure('Conflict', { id: 'callsTooDeep', params: { depth: deepest } }), step);
  }
  const envelope: EventEnvelope = {
    id: event,
    source: 'core',
    type: 'core.call',
    time: new Date(now).toISOString(),
    connection: null,
    flow: call,
    causedBy: run,
    data: input,
  };
  const startedAt = envelope.time;
  return {
    ...newRun(listener, envelope, [], now),
    depth,
    ...(token !== undefined && { tied: true, caller: { run, path, step, token, startedAt } }),
  };
}

/** The step is asked again: its machine lost the first answer, or this process died. */
async function again(child: Run, { token, step, path, run }: CallPayload, now: number): Promise<JsonObject> {
  if (token !== undefined && child.caller?.token !== token) {
    const caller = { run, path, step, startedAt: child.startedAt, token };
    if (!(await setCaller(child.id, caller))) {
      await answerCaller({ ...((await getRun(child.id)) ?? child), caller });
      return { run: child.id };
    }
  }
  if (!isOpen(child)) await answerCaller(child);
  else if (child.gate && !child.granted) await turnGate(child.gate.id, now);
  // It would be started twice; the sweeper starts one that was not started.
  else if (child.type === 'EXPRESS') return { run: child.id };
  else if (child.gate) await startPassed(child.id, now);
  else await startOrQueue(child, (await settingsAt(child.startedAt)).env, now);
  return { run: child.id };
}
