import middy from '@middy/core';
import { again, timeoutGrace } from '#flows/compiler/retry.ts';
import type { TaskPayload } from '#flows/compiler/task-payload.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Action, Connector } from '#flows/connectors/define-connector.ts';
import type { Json } from '#flows/language/json.ts';
import { failure } from '#flows/text/failure.ts';
import { passingFailure } from '#functions/aws/passing-failure.ts';
import { logCall } from '#functions/middleware/log-call.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import { hideByName, hideSecrets, type Redact, redactor } from '#functions/middleware/redact.ts';
import { type Configuration, configuration } from '#functions/store/configuration.ts';
import { claimEffect, type EffectClaim, effectKey } from '#functions/store/effect.ts';
import { type AllowedConnection, allowedConnection } from './allowed-connection.ts';
import { answerOf } from './answer-of.ts';
import { keepClaim } from './keep-claim.ts';
import { isUncertain } from './ports/network-error.ts';
import { ports as makePorts } from './ports/ports.ts';
import { readPayload } from './read-payload.ts';
import { recordOutcome } from './record-outcome.ts';
import { stopWatch } from './stop-watch.ts';
import { TaskFailure, taskError } from './task-error.ts';
import { fitting } from './validate.ts';

/** Seconds of a Retry-After that are waited for here; a longer wait is the state machine's. */
const longestNap = 5;

/** Milliseconds before the task's own end by which the machine must have its answer. */
const answerEarly = 1500;

/** Naps of one invocation; a vendor that goes on asking is left to the retries of the state machine. */
const mostNaps = 2;

/** The Lambda function of a connector: one action a call, at least once claimed, at most once succeeded. */
export function connectorHandler(connector: Connector) {
  const current = configuration();
  const stopped = stopWatch();
  const ports = makePorts(process.env.MILLRACE_ALLOW_ADDRESSES ?? '');

  async function call(event: unknown, context: Invocation): Promise<Json> {
    const step = (event as TaskPayload | null)?.step ?? '';
    try {
      const payload = readPayload(event);
      const settings = await current();
      await mustGoOn(payload, settings);
      return await once(payload, await permitted(payload, settings), settings, context);
    } catch (error) {
      // What AWS refuses here came before the call: to ask again repeats nothing.
      if (passingFailure(error)) throw new TaskFailure(failure(again, { id: 'recordsBusy' }), step, undefined);
      throw taskError(error, step);
    }
  }

  async function mustGoOn({ run }: TaskPayload, { catalogue }: Configuration): Promise<void> {
    if (await stopped(run, catalogue.stops)) throw new ConnectorError('Conflict', { id: 'runStopped' });
  }

  /** The action with its connection. A refusal is recorded, so that the run can be told from what is kept. */
  async function permitted(payload: TaskPayload, settings: Configuration): Promise<Permitted> {
    try {
      const action = actionOf(connector, payload);
      return { action, ...(await allowedConnection(payload, action, connector, settings)) };
    } catch (error) {
      const claimed = error instanceof ConnectorError ? await claimEffect(payload, Date.now()) : undefined;
      if (claimed?.state === 'won') {
        const { failure: refused } = taskError(error, payload.step);
        const end = { endedAt: new Date().toISOString(), input: hideByName(payload.input), error: refused };
        await recordOutcome(claimed.claim, end, Date.now() + payload.timeout);
      }
      throw error;
    }
  }

  /** Makes the call unless it has been made: the effect record decides. */
  async function once(
    payload: TaskPayload,
    permit: Permitted,
    settings: Configuration,
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
        return await perform({ payload, claim: claimed.claim, uncertain, deadline, answerBy, settings, ...permit });
      }
      if (Date.now() + pause > deadline) {
        throw new TaskFailure(failure(again, { id: 'stepUnderWay' }), payload.step, undefined);
      }
      await sleep(pause);
      await mustGoOn(payload, await current());
    }
  }

  async function perform(task: Task): Promise<Json> {
    const { payload, claim, fields, secrets, answerBy } = task;
    const pair = fields.user === undefined ? [] : secrets.map((secret) => `${fields.user}:${secret}`);
    const redact = redactor(secrets, pair);
    const heart = keepClaim(claim);
    const ended = await outcome(task, redact);
    const end = { endedAt: new Date().toISOString(), input: hideSecrets(hideByName(payload.input), redact) };
    const error = ended instanceof TaskFailure ? { error: ended.failure } : ended;
    const recorded = await recordOutcome(claim, { ...end, ...error }, answerBy);
    await heart.done();
    if (!recorded) logLine('ERROR', 'unrecorded', { run: payload.run, step: payload.step, path: payload.path });
    if (ended instanceof TaskFailure) throw ended;
    return ended.output;
  }

  /** How the action ended, once what cannot go on is kept. */
  async function outcome(task: Task, redact: Redact) {
    const { payload, settings, action, answerBy } = task;
    try {
      return await answerOf(await attempt(task, redact), { payload, settings, action, redact, answerBy });
    } catch (error) {
      return taskError(error, payload.step, redact);
    }
  }

  /** One call, or some when the vendor asks for a moment of patience. */
  async function attempt(task: Task, redact: Redact): Promise<Json> {
    const { payload, action, deadline, fields, claim, uncertain } = task;
    if (uncertain && payload.onUncertain === 'fail') throw unknownOutcome();
    const input = fitting(action.input, payload.input);
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), Math.max(1, deadline - Date.now()));
    try {
      for (let naps = 0; ; naps++) {
        try {
          const output = await action.run({
            input,
            connection: fields,
            ports: ports(controller.signal),
            idempotencyKey: effectKey(payload.run, payload.path),
            signal: controller.signal,
            log: (message, data) => logLine('INFO', redact(message), { run: payload.run, path: payload.path, ...data }),
          });
          return (output as Json | undefined) ?? null;
        } catch (error) {
          if (payload.onUncertain === 'fail' && action.effects !== 'reads' && isUncertain(error))
            throw unknownOutcome();
          const nap = naps < mostNaps ? napBefore(error, deadline) : undefined;
          if (nap === undefined) throw error;
          claim.before.push(triedNow(claim, taskError(error, payload.step, redact)));
          await sleep(nap);
          await mustGoOn(payload, await current());
          claim.startedAt = new Date().toISOString();
        }
      }
    } finally {
      clearTimeout(timer);
    }
  }

  return middy<TaskPayload, Json>({ timeoutEarlyInMillis: 0 })
    .use(
      logCall<TaskPayload, Json>(connector.id, ({ run, step, path, operation, attempt: tries }) => ({
        run,
        step,
        path,
        operation,
        tries,
      })),
    )
    .handler(call);
}

interface Permitted extends AllowedConnection {
  action: Action;
}

/** What is read of a LambdaContext. */
interface Invocation {
  getRemainingTimeInMillis?(): number;
}

interface Task extends Permitted {
  payload: TaskPayload;
  claim: EffectClaim;
  uncertain: boolean;
  /** Milliseconds since 1970. */
  deadline: number;
  /** When the machine must have its answer. */
  answerBy: number;
  settings: Configuration;
}

function actionOf(connector: Connector, { operation, contract }: TaskPayload): Action {
  const [id, name = ''] = operation.split('.');
  const action = id === connector.id && Object.hasOwn(connector.actions, name) ? connector.actions[name] : undefined;
  if (!action) {
    throw new ConnectorError('InvalidInput', { id: 'operationGone', params: { operation } });
  }
  if (contract > connector.version) {
    throw new ConnectorError('Internal', { id: 'operationNewer', params: { operation } });
  }
  return action as Action;
}

/** Milliseconds to wait before the same call is made again; undefined when this error is not to be waited out here. */
function napBefore(error: unknown, deadline: number): number | undefined {
  if (!(error instanceof ConnectorError) || error.retryAfter === undefined || error.retryAfter > longestNap) {
    return undefined;
  }
  // A vendor that says "at once" forever must not keep the step busy forever.
  const nap = Math.max(error.retryAfter, 0.25) * 1000;
  return Date.now() + nap < deadline ? nap : undefined;
}

function triedNow({ startedAt, attempt }: EffectClaim, { failure }: TaskFailure) {
  const place = { startedAt, ...(attempt !== undefined && { attempt }) };
  return { ...place, endedAt: new Date().toISOString(), error: failure };
}

function unknownOutcome(): ConnectorError {
  return new ConnectorError('Conflict', { id: 'outcomeUnknown' });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
