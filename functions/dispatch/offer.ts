import { tooLargeEvent } from '#flows/compiler/execution-input-limit.ts';
import type { Json } from '#flows/language/json.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { endRun } from '#functions/runs/end-run.ts';
import { enterGate, isLimited, type LimitedFlow } from '#functions/runs/enter-gate.ts';
import { hasBegun } from '#functions/runs/has-begun.ts';
import { judgeEvent, shownData } from '#functions/runs/judge-event.ts';
import { newRun } from '#functions/runs/new-run.ts';
import { startPassed } from '#functions/runs/pass-gate.ts';
import { startExecution } from '#functions/runs/start-execution.ts';
import { claimRun, getRun, getRunItem, queueRun, type Run } from '#functions/store/run.ts';
import { settingsAt } from '#functions/store/settings.ts';
import type { Subscription } from '#functions/store/subscription.ts';
import type { Verdict } from '#functions/store/verdict.ts';
import { type Leading, StartedElsewhere } from './leading.ts';
import type { Delivery } from './queue-batch.ts';

/** Offers an event to one flow: at the end it has a run, or a verdict why not. */
export async function offer(listener: Subscription, { event, delivery }: Delivery, batch: Leading): Promise<void> {
  const settings = await batch.configured.settings();
  const { starts, reason, conditions } = await judgeEvent(listener, event, settings, batch.evaluatorOf(listener.flow));
  const at = batch.now();
  const { flow, version } = listener;
  const verdict = { event: event.id, trigger: event.type, flow, version, at: new Date(at).toISOString(), conditions };
  if (!starts) {
    const data = shownData(event.data);
    batch.verdicts.push({ ...verdict, outcome: 'rejected', ...(reason && { reason }), data });
    return;
  }
  const run = newRun(listener, event, conditions as unknown as Json[], at);
  if (isLimited(listener) && (await lineUp(listener, run, { delivery, env: settings.env, batch, verdict }))) return;
  switch (await claimRun(run, delivery, await batch.runPlace(flow, run.startedAt), at)) {
    case 'won':
      if (run.type === 'EXPRESS') batch.begun.set(flow, (batch.begun.get(flow) ?? 0) + 1);
      return start(run, settings.env, batch, verdict);
    case 'again':
      // Whoever claimed it died after its start.
      if (await hasBegun(run)) return;
      return startLate((await getRun(run.id)) ?? run, batch, verdict);
    case 'duplicate':
      batch.verdicts.push({ ...verdict, outcome: 'duplicate', run: run.id });
      return;
    case 'busy':
      // Whoever holds the lease may have died: the message must come back to see.
      throw new StartedElsewhere(`The run ${run.id} is being started elsewhere.`);
    case 'started':
      return;
  }
}

/**
 * Claims a run of a flow that limits how many are under way; gates turn when the whole batch stands in line. False when
 * this delivery has claimed the run before, while the flow had no limit.
 */
async function lineUp(
  listener: LimitedFlow,
  run: Run,
  at: { delivery: string; env: Record<string, string>; batch: Leading; verdict: Omit<Verdict, 'outcome'> },
): Promise<boolean> {
  const { delivery, env, batch, verdict } = at;
  const { outcome, gate } = await enterGate(listener, run, {
    delivery,
    env,
    now: batch.now(),
    evaluate: batch.evaluatorOf(run.flow),
  });
  const before = outcome === 'entered' ? undefined : await getRunItem(run.id);
  if (outcome === 'full' && !before)
    batch.verdicts.push({ ...verdict, outcome: 'rejected', reason: 'full', data: shownData(run.data) });
  else if (before && before.delivery !== delivery)
    batch.verdicts.push({ ...verdict, outcome: 'duplicate', run: run.id });
  else if (before && !before.gate) return false;
  else if (listener.concurrency.whenFull === 'skip') await startPassed(run.id, batch.now());
  else batch.gates.add(gate);
  return true;
}

/** The run sees the settings of its own time, as its history does. */
async function startLate(run: Run, batch: Leading, verdict: Omit<Verdict, 'outcome'>): Promise<void> {
  return start(run, (await settingsAt(run.startedAt)).env, batch, verdict);
}

async function start(
  run: Run,
  env: Record<string, string>,
  batch: Leading,
  verdict: Omit<Verdict, 'outcome'>,
): Promise<void> {
  try {
    await startExecution(run, env);
  } catch (error) {
    const { name, message } = error as Error;
    batch.verdicts.push({ ...verdict, outcome: 'failed', reason: 'startFailed', run: run.id });
    if (error instanceof AppError) {
      await endRun(run.id, {
        status: 'failed',
        endedAt: new Date(batch.now()).toISOString(),
        error: tooLargeEvent('EventTooLarge'),
      });
      return;
    }
    await queueRun(run.id, batch.now());
    throw new Error(`The run ${run.id} could not be started: ${name}: ${message}`, { cause: error });
  }
}
