import type { Evaluate } from '#flows/expression/host.ts';
import { subscriptionKey } from '#flows/language/event-envelope.ts';
import type { Json } from '#flows/language/json.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import { answerWaits } from '#functions/runs/answer-waits.ts';
import { endRun } from '#functions/runs/end-run.ts';
import { enterGate, isLimited, type LimitedFlow } from '#functions/runs/enter-gate.ts';
import { tooLargeEvent } from '#functions/runs/execution-input.ts';
import { hasBegun } from '#functions/runs/has-begun.ts';
import { judgeEvent, shownData } from '#functions/runs/judge-event.ts';
import { newRun } from '#functions/runs/new-run.ts';
import { startPassed, turnGate } from '#functions/runs/pass-gate.ts';
import { withLocalTime } from '#functions/runs/schedule-data.ts';
import { startExecution } from '#functions/runs/start-execution.ts';
import { evaluatesApart, evaluatorOf } from '#functions/runs/workshop.ts';
import { type Configuration, configuration } from '#functions/store/configuration.ts';
import { listPlace } from '#functions/store/hours.ts';
import { claimRun, getRun, getRunItem, queueRun, type Run } from '#functions/store/run.ts';
import { settingsAt } from '#functions/store/settings.ts';
import type { Subscription } from '#functions/store/subscription.ts';
import { putVerdicts, type Verdict } from '#functions/store/verdict.ts';
import { countRuns } from '#functions/store/week.ts';
import { noticing, patiently } from './patient.ts';
import { type Delivery, type QueueAnswer, type QueueBatch, readDelivery } from './queue-batch.ts';

/** Nothing is wrong, but the message must not be dropped yet. */
class StartedElsewhere extends Error {}

/** What came of a message, for the end of its batch. */
interface Led {
  /** Why the message must come again. */
  broken?: Error;
  verdicts: Verdict[];
  /** EXPRESS runs that were begun, by flow. */
  begun: Map<string, number>;
  /** Gates before which runs line up. */
  gates: Set<string>;
}

/** One message: what it has led to so far, and what it needs for that. */
interface Leading extends Led {
  configured: Configuration;
  evaluatorOf: (flow: string) => Evaluate;
}

/** Returns a function that leads each event of a batch to the flows that listen, and tells which are to come again. */
export function dispatcher(now: () => number = Date.now) {
  const current = configuration();
  const runPlace = listPlace('runs');
  const verdictPlace = listPlace('verdicts');
  const within = patiently<Led>();

  return async ({ Records }: QueueBatch): Promise<QueueAnswer> => {
    const configured = await current();
    const batch = nothingYet();
    const failed: string[] = [];
    await Promise.all(
      Records.map(async ({ messageId, body }) => {
        try {
          const led = await within(messageId, (late) => {
            const evaluators = (flow: string) =>
              evaluatesApart() ? noticing(evaluatorOf(flow), late) : evaluatorOf(flow);
            return lead(readDelivery(body), { ...nothingYet(), configured, evaluatorOf: evaluators });
          });
          // Nothing is wrong: its expressions take their time, and others need not wait for them.
          if (!led) return void failed.push(messageId);
          add(batch, led.done);
          if (led.done.broken) throw led.done.broken;
        } catch (error) {
          failed.push(messageId);
          const { name, message } = error as Error;
          logLine(error instanceof StartedElsewhere ? 'DEBUG' : 'WARN', 'dispatch', {
            messageId,
            error: name,
            reason: message,
          });
        }
      }),
    );
    const at = iso(now());
    // Runs in line are safe there: a gate that cannot be turned now is turned by the sweeper.
    await Promise.allSettled([...batch.gates].map((gate) => turnGate(gate, now())));
    await Promise.all([
      putVerdicts(batch.verdicts, verdictPlace),
      ...[...batch.begun].map(([flow, succeeded]) => countRuns(flow, at, { succeeded })),
    ]);
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };

  async function lead(received: Delivery, batch: Leading): Promise<Led> {
    const { type, flow, connection, id } = received.event;
    const key = subscriptionKey(type, connection ?? flow ?? '');
    const all = await batch.configured.subscriptions(key);
    // A sample of a vendor's event is meant for the flow that it shall start.
    const forAll = flow === undefined || type === 'core.webhook';
    const awaited = forAll && (await batch.configured.awaited()).has(key);
    const answered = awaited ? await answerWaits(key, received.event, now(), batch.evaluatorOf) : [];
    batch.verdicts.push(...answered);
    // A sample of a vendor's event is meant for one flow, whoever else listens to the connection.
    const listeners = flow === undefined ? all : all.filter((listener) => listener.flow === flow);
    if (listeners.length === 0) {
      if (answered.length > 0) return batch;
      const plain = { event: id, trigger: type, at: iso(now()), conditions: [], data: shownData(received.event.data) };
      batch.verdicts.push({ ...plain, ...(flow !== undefined && { flow }), outcome: 'unmatched' });
      return batch;
    }
    const delivery = { ...received, event: withLocalTime(received.event) };
    const ends = await Promise.allSettled(listeners.map((listener) => offer(listener, delivery, batch)));
    const broken = ends.find((end) => end.status === 'rejected');
    return broken ? { ...batch, broken: broken.reason } : batch;
  }

  /** Offers an event to one flow: at the end it has a run, or a verdict why not. */
  async function offer(listener: Subscription, { event, delivery }: Delivery, batch: Leading): Promise<void> {
    const settings = await batch.configured.settings();
    const { starts, reason, conditions } = await judgeEvent(
      listener,
      event,
      settings,
      batch.evaluatorOf(listener.flow),
    );
    const at = now();
    const { flow, version } = listener;
    const verdict = { event: event.id, trigger: event.type, flow, version, at: iso(at), conditions };
    if (!starts) {
      const data = shownData(event.data);
      batch.verdicts.push({ ...verdict, outcome: 'rejected', ...(reason && { reason }), data });
      return;
    }
    const run = newRun(listener, event, conditions as unknown as Json[], at);
    if (isLimited(listener) && (await lineUp(listener, run, { delivery, env: settings.env, batch, verdict }))) return;
    switch (await claimRun(run, delivery, await runPlace(flow, run.startedAt), at)) {
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
      now: now(),
      evaluate: batch.evaluatorOf(run.flow),
    });
    const before = outcome === 'entered' ? undefined : await getRunItem(run.id);
    if (outcome === 'full' && !before)
      batch.verdicts.push({ ...verdict, outcome: 'rejected', reason: 'full', data: shownData(run.data) });
    else if (before && before.delivery !== delivery)
      batch.verdicts.push({ ...verdict, outcome: 'duplicate', run: run.id });
    else if (before && !before.gate) return false;
    else if (listener.concurrency.whenFull === 'skip') await startPassed(run.id, now());
    else batch.gates.add(gate);
    return true;
  }

  /** The run sees the settings of its own time, as its history does. */
  async function startLate(run: Run, batch: Led, verdict: Omit<Verdict, 'outcome'>): Promise<void> {
    return start(run, (await settingsAt(run.startedAt)).env, batch, verdict);
  }

  async function start(
    run: Run,
    env: Record<string, string>,
    batch: Led,
    verdict: Omit<Verdict, 'outcome'>,
  ): Promise<void> {
    try {
      await startExecution(run, env);
    } catch (error) {
      const { name, message } = error as Error;
      batch.verdicts.push({ ...verdict, outcome: 'failed', reason: 'startFailed', run: run.id });
      if (error instanceof AppError) {
        await endRun(run.id, { status: 'failed', endedAt: iso(now()), error: tooLargeEvent('EventTooLarge') });
        return;
      }
      await queueRun(run.id, now());
      throw new Error(`The run ${run.id} could not be started: ${name}: ${message}`, { cause: error });
    }
  }
}

function nothingYet(): Led {
  return { verdicts: [], begun: new Map(), gates: new Set() };
}

function add(batch: Led, { verdicts, begun, gates }: Led): void {
  batch.verdicts.push(...verdicts);
  for (const [flow, count] of begun) batch.begun.set(flow, (batch.begun.get(flow) ?? 0) + count);
  for (const gate of gates) batch.gates.add(gate);
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
