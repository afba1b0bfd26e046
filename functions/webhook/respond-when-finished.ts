import {
  type SFNServiceException,
  StartSyncExecutionCommand,
  type StartSyncExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import type { EventEnvelope } from '#flows/language/event-envelope.ts';
import type { Json } from '#flows/language/json.ts';
import { failure } from '#flows/text/failure.ts';
import { client } from '#functions/aws/clients.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { HttpResult } from '#functions/middleware/http-event.ts';
import { executionInput } from '#functions/runs/execution-input.ts';
import { judgeEvent } from '#functions/runs/judge-event.ts';
import { newRun } from '#functions/runs/new-run.ts';
import { listPlace } from '#functions/store/hours.ts';
import { claimRun, getRun, type Run } from '#functions/store/run.ts';
import { settleRun } from '#functions/store/run-end.ts';
import type { Settings } from '#functions/store/settings.ts';
import type { Subscription } from '#functions/store/subscription.ts';
import { putVerdicts } from '#functions/store/verdict.ts';
import { finishedAnswer } from './finished-answer.ts';

/** API Gateway gives a function 30 seconds: a second before, the caller is told where to look instead. */
const patience = 29_000;

/**
 * Returns a function that runs a flow whose caller waits for its answer, and gives that answer. A repeated event gets
 * the answer of its first run. After 29 seconds it is 202 with the run's id, and the run goes on.
 */
export function respondWhenFinished(now: () => number = Date.now, longest = patience) {
  const runPlace = listPlace('runs');
  const verdictPlace = listPlace('verdicts');

  return async (listener: Subscription, event: EventEnvelope, settings: Settings): Promise<HttpResult> => {
    const { starts, reason, conditions } = await judgeEvent(listener, event, settings);
    const at = now();
    const { flow, version } = listener;
    if (!starts) {
      const verdict = {
        event: event.id,
        trigger: event.type,
        flow,
        version,
        at: new Date(at).toISOString(),
        conditions,
      };
      await putVerdicts([{ ...verdict, outcome: 'rejected', ...(reason && { reason }) }], verdictPlace);
      if (reason !== undefined) throw new AppError(503, reason);
      return json(200, { event: event.id, run: null });
    }
    const run = newRun(listener, event, conditions as unknown as Json[], at);
    const input = executionInput(run, settings.env);
    // Each request is a delivery of its own: whoever repeats one waits for the run of the first.
    const place = await runPlace(flow, run.startedAt);
    const claim = await claimRun(run, crypto.randomUUID(), place, at, 'byNobody');
    const end = claim === 'won' ? execute(run, input, now) : settled(run.id, at + longest, now);
    const ended = await within(longest, end);
    return ended ? finishedAnswer(ended) : json(202, { event: event.id, run: run.id });
  };
}

/**
 * Runs the execution to its end, which the end-of-run task has written down; a refusal to start it is the run's end.
 * Undefined when nobody knows whether it was started: the sweeper sees to it.
 */
async function execute(run: Run, input: string, now: () => number): Promise<Run | undefined> {
  let execution: StartSyncExecutionCommandOutput;
  try {
    const command = new StartSyncExecutionCommand({ stateMachineArn: run.machine, name: run.id, input });
    execution = await client('sfn').send(command);
  } catch (error) {
    if ((error as SFNServiceException).$fault !== 'client') return undefined;
    const endedAt = new Date(now()).toISOString();
    const told = failure('StartFailed', { id: 'notStarted' });
    await settleRun(run.id, { status: 'failed', endedAt, error: told });
    throw new AppError(503, 'notStarted', { cause: error });
  }
  const record = await getRun(run.id);
  if (record?.endedAt !== undefined) return record;
  // The machine ended without its end-of-run task, as it does when time runs out.
  const status =
    execution.status === 'SUCCEEDED' ? 'succeeded' : execution.status === 'TIMED_OUT' ? 'timedOut' : 'failed';
  const output = execution.output === undefined ? undefined : JSON.parse(execution.output);
  const error = { code: execution.error ?? status, message: execution.cause ?? '' };
  const end = {
    status,
    endedAt: new Date(now()).toISOString(),
    ...(status === 'succeeded' ? { output } : { error }),
  } as const;
  await settleRun(run.id, end);
  return { ...run, ...end };
}

/** The run of an earlier delivery when it has ended. */
async function settled(id: string, until: number, now: () => number): Promise<Run | undefined> {
  for (let pause = 20; now() < until; pause = Math.min(pause * 2, 500)) {
    const run = await getRun(id);
    if (run?.endedAt !== undefined) return run;
    await waited(pause);
  }
  return undefined;
}

function waited(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What `work` gives; undefined when that takes longer. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(late.resolve, milliseconds, undefined);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function json(statusCode: number, body: object): HttpResult {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
