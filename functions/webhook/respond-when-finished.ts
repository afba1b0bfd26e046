import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { HttpResult } from '#functions/middleware/http-event.ts';
import { enterGate, isLimited, type LimitedFlow } from '#functions/runs/enter-gate.ts';
import { executionInput } from '#functions/runs/execution-input.ts';
import { type EventJudgement, judgeEvent } from '#functions/runs/judge-event.ts';
import { newRun } from '#functions/runs/new-run.ts';
import { passGate } from '#functions/runs/pass-gate.ts';
import { startOrQueue } from '#functions/runs/start-or-queue.ts';
import { holdersOf } from '#functions/store/gate.ts';
import { claimRun, getRun, getRunItem, type Run } from '#functions/store/run.ts';
import type { Settings } from '#functions/store/settings.ts';
import type { Subscription } from '#functions/store/subscription.ts';
import { listPlace } from '#functions/store/table/hours.ts';
import { putVerdicts, type Verdict } from '#functions/store/verdict.ts';
import { awaitEnd, within } from './await-end.ts';
import { finishedAnswer } from './finished-answer.ts';
import { runToItsEnd } from './run-to-its-end.ts';

/** API Gateway gives a function 30 seconds: a second before, the caller is told where to look instead. */
const patience = 29_000;

/**
 * Returns a function that runs a flow whose caller waits for its answer, and gives that answer. A repeated event gets
 * the answer of its first run, and so does one that is skipped because another of its key is under way; AppError 422 when
 * something else is asked under the key of an earlier event. 29 seconds after the request arrived (`arrivedAt`,
 * milliseconds since 1970) it is 202 with the run's id, and the run goes on.
 */
export function respondWhenFinished(now: () => number = Date.now, longest = patience) {
  const places = { run: listPlace('runs'), verdict: listPlace('verdicts') };

  return async (
    listener: Subscription,
    event: EventEnvelope,
    settings: Settings,
    arrivedAt: number,
  ): Promise<HttpResult> => {
    const judged = await judgeEvent(listener, event, settings);
    const at = now();
    const asked: Asked = { listener, event, env: settings.env, until: arrivedAt + longest, now, places };
    if (!judged.starts) {
      await reject(asked, judged, at, judged.reason);
      if (judged.reason !== undefined) throw new AppError(503, judged.reason);
      return json(200, { event: event.id, run: null });
    }
    const run = newRun(listener, event, judged.conditions as unknown as Json[], at);
    const input = executionInput(run, settings.env);
    if (!isLimited(listener)) return runAtOnce(asked, run, input, at);
    const answering = await lineUp(listener, run, settings.env, now);
    if (answering !== run.id) await reject(asked, judged, at, 'full');
    if (answering === undefined) throw new AppError(409, 'full');
    if (answering === run.id) await mustBeTheSame(run);
    return answerOf(asked, await awaitEnd(answering, asked.until, now), answering);
  };
}

/** A request that waits for its answer, and until when (milliseconds since 1970). */
interface Asked {
  listener: Subscription;
  event: EventEnvelope;
  env: Record<string, string>;
  until: number;
  now: () => number;
  places: Record<'run' | 'verdict', ReturnType<typeof listPlace>>;
}

async function runAtOnce(asked: Asked, run: Run, input: string, at: number): Promise<HttpResult> {
  const { env, until, now, places } = asked;
  // Each request is a delivery of its own: whoever repeats one waits for the run of the first.
  const claim = await claimRun(run, crypto.randomUUID(), await places.run(run.flow, run.startedAt), at, 'byNobody');
  if (claim === 'won' && run.type === 'EXPRESS') {
    const ended = await within(until - now(), runToItsEnd(run, input, now));
    // Where nobody said whether it was started, its record says how it ended, and the sweeper starts what was not.
    return answerOf(asked, ended ?? (await awaitEnd(run.id, until, now)), run.id);
  }
  if (claim === 'won') await startOrQueue(run, env, at);
  else await mustBeTheSame(run);
  return answerOf(asked, await awaitEnd(run.id, until, now), run.id);
}

/**
 * Id of the run that answers: the event's own, or where the flow skips what there is no room for the one that holds the
 * key; undefined when there is no key, since that run may be about something else.
 */
async function lineUp(
  listener: LimitedFlow,
  run: Run,
  env: Record<string, string>,
  now: () => number,
): Promise<string | undefined> {
  const { key, whenFull } = listener.concurrency;
  for (;;) {
    const { outcome, gate } = await enterGate(listener, run, { delivery: run.event, env, now: now() });
    if (outcome !== 'full') {
      await passGate(run.id, { id: gate, whenFull }, now());
      return run.id;
    }
    if (await getRunItem(run.id)) return run.id;
    if (key === undefined) return undefined;
    const newest = (await holdersOf(gate)).at(-1);
    if (newest !== undefined) return newest;
    // Whoever held the place has just left it.
  }
}

function reject(
  { listener: { flow, version }, event: { id, type }, places }: Asked,
  { conditions }: EventJudgement,
  at: number,
  reason?: Verdict['reason'],
): Promise<void> {
  const why = { outcome: 'rejected' as const, ...(reason && { reason }) };
  const verdict = { event: id, trigger: type, flow, version, at: new Date(at).toISOString(), conditions, ...why };
  return putVerdicts([verdict], places.verdict);
}

function answerOf({ event }: Asked, ended: Run | undefined, id: string): HttpResult {
  return ended ? finishedAnswer(ended) : json(202, { event: event.id, run: id });
}

/**
 * Throws AppError 422 where the run of this event was begun by another request: a key that somebody guessed shows them no
 * answer of others (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/, 2.7).
 */
async function mustBeTheSame({ id, data }: Run): Promise<void> {
  const first = await getRun(id);
  if (first && wish(first.data) !== wish(data)) throw new AppError(422, 'keyReused');
}

/** What a request asks for: its headers may differ from one delivery to the next. */
function wish(data: Json): string {
  const { headers: _, ...rest } = data as JsonObject;
  return JSON.stringify(rest);
}

function json(statusCode: number, body: object): HttpResult {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
