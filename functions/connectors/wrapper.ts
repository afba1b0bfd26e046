import middy from '@middy/core';
import { again } from '#flows/compiler/retry.ts';
import type { TaskPayload } from '#flows/compiler/task-payload.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Action, Connector } from '#flows/connectors/define-connector.ts';
import type { Json } from '#flows/language/json.ts';
import { failure, inWords } from '#flows/text/failure.ts';
import { logCall } from '#functions/middleware/log-call.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import { hideByName, redactor } from '#functions/middleware/redact.ts';
import { type Configuration, configuration } from '#functions/store/configuration.ts';
import { claimEffect, completeEffect, type EffectClaim, effectKey } from '#functions/store/effect.ts';
import { keepWholeOutput } from '#functions/store/whole-output.ts';
import { type AllowedConnection, allowedConnection } from './allowed-connection.ts';
import { type CarriedOutput, carriedOutput } from './carried-output.ts';
import { keepClaim } from './keep-claim.ts';
import { isUncertain } from './ports/network-error.ts';
import { ports as makePorts } from './ports/ports.ts';
import { readPayload } from './read-payload.ts';
import { stopWatch } from './stop-watch.ts';
import { TaskFailure, taskError } from './task-error.ts';
import { fitting, unfit } from './validate.ts';

/** Seconds of a Retry-After that are waited for here; a longer wait is the state machine's. */
const longestNap = 5;

/** Naps of one invocation; a vendor that goes on asking is left to the retries of the state machine. */
const mostNaps = 2;

/** The Lambda function of a connector: one action a call, at least once claimed, at most once succeeded. */
export function connectorHandler(connector: Connector) {
  const current = configuration();
  const stopped = stopWatch();
  const ports = makePorts(process.env.MILLRACE_ALLOW_ADDRESSES ?? '');

  async function call(event: unknown): Promise<Json> {
    try {
      const payload = readPayload(event);
      const settings = await current();
      await mustGoOn(payload, settings);
      return await once(payload, await permitted(payload, settings), settings);
    } catch (error) {
      throw taskError(error, (event as TaskPayload | null)?.step ?? '');
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
        const input = hideByName(payload.input);
        await completeEffect(claimed.claim, { endedAt: new Date().toISOString(), input, error: refused });
      }
      throw error;
    }
  }

  /** Makes the call unless it has been made: the effect record decides. */
  async function once(payload: TaskPayload, permit: Permitted, settings: Configuration): Promise<Json> {
    const deadline = Date.now() + payload.timeout;
    for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
      const claimed = await claimEffect(payload, Date.now());
      if (claimed.state === 'done') return claimed.output;
      if (claimed.state === 'won') {
        const uncertain = claimed.uncertain && permit.action.effects !== 'reads';
        return await perform({ payload, claim: claimed.claim, uncertain, deadline, settings, ...permit });
      }
      if (Date.now() + pause > deadline) {
        throw new TaskFailure(failure(again, { id: 'stepUnderWay' }), payload.step, undefined);
      }
      await sleep(pause);
      await mustGoOn(payload, await current());
    }
  }

  async function perform(task: Task): Promise<Json> {
    const { payload, claim, fields, secrets } = task;
    const pair = fields.user === undefined ? [] : secrets.map((secret) => `${fields.user}:${secret}`);
    const redact = redactor(secrets, pair);
    const heart = keepClaim(claim);
    // What cannot be written leaves the record claimed, so that the outcome counts as unknown, not as failed.
    const tried = await outcome(task, redact).finally(() => heart.done());
    const end = { endedAt: new Date().toISOString(), input: shown(payload.input, redact) };
    if (tried instanceof TaskFailure) {
      await completeEffect(claim, { ...end, error: tried.failure });
      throw tried;
    }
    await completeEffect(claim, { ...end, ...tried });
    return tried.output;
  }

  /** How the action ended, once what cannot go on is kept. */
  async function outcome(task: Task, redact: (text: string) => string) {
    const tried = await attempt(task, redact).catch((error) => taskError(error, task.payload.step, redact));
    if (tried instanceof TaskFailure) return tried;
    const { whole, ...answer } = tried;
    return { ...answer, ...(whole !== undefined && { whole: await keepWholeOutput(task.payload.run, whole) }) };
  }

  /** One call, or some when the vendor asks for a moment of patience. */
  async function attempt(task: Task, redact: (text: string) => string): Promise<Answer> {
    const { payload, action, deadline, fields, claim, uncertain } = task;
    if (uncertain && payload.onUncertain === 'fail') throw unknownOutcome();
    const input = fitting(action.input, payload.input);
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), deadline - Date.now());
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
          return await checked(output as Json | undefined, task, redact);
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

/** What an action gave, as far as it goes on, and something to know about it. */
interface Answer extends CarriedOutput {
  warning?: string;
}

interface Task extends Permitted {
  payload: TaskPayload;
  claim: EffectClaim;
  uncertain: boolean;
  /** Milliseconds since 1970. */
  deadline: number;
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

/** The output as flows get it: secrets hidden, small enough; a shape that differs from the schema is only a warning. */
async function checked(
  output: Json | undefined,
  { action, payload, settings }: Task,
  redact: (text: string) => string,
): Promise<Answer> {
  const text = JSON.stringify(output ?? null);
  const safe = redact(text);
  const value: Json = safe === text ? (output ?? null) : JSON.parse(safe);
  const problem = unfit(action.output, value);
  const carried = await carriedOutput(value, safe, payload, settings);
  return problem === undefined ? carried : { ...carried, warning: `Unexpected answer: ${inWords(problem, 'en')}` };
}

function shown(input: Json, redact: (text: string) => string): Json {
  const text = JSON.stringify(hideByName(input));
  return JSON.parse(redact(text));
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

function triedNow(claim: EffectClaim, { failure }: TaskFailure) {
  return { startedAt: claim.startedAt, endedAt: new Date().toISOString(), error: failure };
}

function unknownOutcome(): ConnectorError {
  return new ConnectorError('Conflict', { id: 'outcomeUnknown' });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
