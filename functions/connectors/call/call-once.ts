import { setTimeout as sleep } from 'node:timers/promises';
import { again, timeoutGrace } from '#flows/compiler/retry.ts';
import type { TaskPayload } from '#flows/compiler/task-payload.ts';
import type { Json } from '#flows/language/json.ts';
import { failure } from '#flows/text/failure.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import { hideByName, hideSecrets, type Redact } from '#functions/middleware/redact.ts';
import { redactorOf } from '#functions/store/connection.ts';
import { claimEffect } from '#functions/store/effect.ts';
import { answerOf } from './answer-of.ts';
import { attempt } from './attempt.ts';
import type { FlowTexts } from './carried-output.ts';
import { type Host, mustGoOn, type Permitted, type Task } from './host.ts';
import { keepClaim } from './keep-claim.ts';
import { recordOutcome } from './record-outcome.ts';
import { TaskFailure, taskError } from './task-error.ts';

/** Milliseconds before the task's own end by which the machine must have its answer. */
const answerEarly = 1500;

/** What is read of a LambdaContext. */
export interface Invocation {
  getRemainingTimeInMillis?(): number;
}

/** Makes the call unless it has been made: the effect record decides. */
export async function callOnce(
  host: Host,
  payload: TaskPayload,
  permit: Permitted,
  texts: FlowTexts,
  context: Invocation,
): Promise<Json> {
  const deadline = Date.now() + payload.timeout;
  const left = context.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY;
  const answerBy = Math.min(deadline + timeoutGrace * 1000, Date.now() + left) - answerEarly;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
    const claimed = await claimEffect(payload, Date.now());
    if (claimed.state === 'done') return claimed.output;
    if (claimed.state === 'won') {
      const uncertain = claimed.uncertain && permit.action.effects !== 'reads';
      return await perform(host, { payload, claim: claimed.claim, uncertain, deadline, answerBy, texts, ...permit });
    }
    if (Date.now() + pause > deadline) {
      throw new TaskFailure(failure(again, { id: 'stepUnderWay' }), payload.step, undefined);
    }
    await sleep(pause);
    await mustGoOn(host, payload, await host.configured());
  }
}

async function perform(host: Host, task: Task): Promise<Json> {
  const { payload, claim, answerBy } = task;
  const redact = redactorOf(task);
  const heart = keepClaim(claim);
  const ended = await outcome(host, task, redact);
  const end = { endedAt: new Date().toISOString(), input: hideSecrets(hideByName(payload.input), redact) };
  const error = ended instanceof TaskFailure ? { error: ended.failure } : ended;
  const recorded = await recordOutcome(claim, { ...end, ...error }, answerBy);
  await heart.done();
  if (!recorded) logLine('ERROR', 'unrecorded', { run: payload.run, step: payload.step, path: payload.path });
  if (ended instanceof TaskFailure) throw ended;
  return ended.output;
}

/** How the action ended, once what cannot go on is kept. */
async function outcome(host: Host, task: Task, redact: Redact) {
  const { payload, texts, action, answerBy } = task;
  try {
    return await answerOf(await attempt(host, task, redact), { payload, texts, action, redact, answerBy });
  } catch (error) {
    return taskError(error, payload.step, redact);
  }
}
