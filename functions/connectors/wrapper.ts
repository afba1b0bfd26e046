import middy from '@middy/core';
import type { TaskPayload } from '#flows/compiler/task-payload.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Action, Connector } from '#flows/connectors/define-connector.ts';
import type { Json } from '#flows/language/json.ts';
import { logCall } from '#functions/middleware/log-call.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import { hideByName, redactor } from '#functions/middleware/redact.ts';
import { type Configuration, configuration } from '#functions/store/configuration.ts';
import { claimEffect, completeEffect, type EffectClaim, effectKey } from '#functions/store/effect.ts';
import { allowedConnection } from './allowed-connection.ts';
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

/** Bytes of an answer that Step Functions can carry. */
const outputLimit = 256 * 1024;

/** The Lambda function of a connector: one action a call, at least once claimed, at most once succeeded. */
export function connectorHandler(connector: Connector) {
  const current = configuration();
  const stopped = stopWatch();
  const ports = makePorts(process.env.MILLRACE_ALLOW_ADDRESSES ?? '');

  async function call(event: unknown): Promise<Json> {
    try {
      const payload = readPayload(event);
      const settings = await current();
      if (await stopped(payload.run, settings.catalogue.stops)) {
        throw new ConnectorError('Conflict', 'The run was stopped.');
      }
      return await once(payload, actionOf(connector, payload), settings);
    } catch (error) {
      throw taskError(error, (event as TaskPayload | null)?.step ?? '');
    }
  }

  /** Makes the call unless it has been made: the effect record decides. */
  async function once(payload: TaskPayload, action: Action, settings: Configuration): Promise<Json> {
    const connection = await allowedConnection(payload, action, connector, settings);
    const { run, path, step, operation } = payload;
    const deadline = Date.now() + payload.timeout;
    for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
      const id = { run, path, step, operation, connection: payload.connection };
      const claimed = await claimEffect(id, Date.now());
      if (claimed.state === 'done') return claimed.output;
      if (claimed.state === 'won') {
        const uncertain = claimed.uncertain && action.effects !== 'reads';
        return await perform({ payload, action, claim: claimed.claim, uncertain, deadline, ...connection });
      }
      if (Date.now() + pause > deadline) {
        throw new ConnectorError('Conflict', 'Another try of this step is still under way.');
      }
      await sleep(pause);
    }
  }

  async function perform(task: Task): Promise<Json> {
    const { payload, claim, fields, secrets } = task;
    const pair = fields.user === undefined ? [] : secrets.map((secret) => `${fields.user}:${secret}`);
    const redact = redactor(secrets, pair);
    const heart = keepClaim(claim);
    const tried = await attempt(task, redact).catch((error) => taskError(error, payload.step, redact));
    await heart.done();
    // A record that cannot be written stays claimed, so that the outcome counts as unknown, not as failed.
    const end = { endedAt: new Date().toISOString(), input: shown(payload.input, redact) };
    if (tried instanceof TaskFailure) {
      await completeEffect(claim, { ...end, error: { code: tried.name, message: tried.says } });
      throw tried;
    }
    await completeEffect(claim, { ...end, ...tried });
    return tried.output;
  }

  /** One call, or some when the vendor asks for a moment of patience. */
  async function attempt(task: Task, redact: (text: string) => string): Promise<{ output: Json; warning?: string }> {
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
          return checked(output as Json | undefined, action, redact);
        } catch (error) {
          if (payload.onUncertain === 'fail' && action.effects !== 'reads' && isUncertain(error))
            throw unknownOutcome();
          const nap = naps < mostNaps ? napBefore(error, deadline) : undefined;
          if (nap === undefined) throw error;
          claim.before.push(triedNow(claim, error, redact));
          await sleep(nap);
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

interface Task {
  payload: TaskPayload;
  action: Action;
  claim: EffectClaim;
  uncertain: boolean;
  /** Milliseconds since 1970. */
  deadline: number;
  fields: Record<string, string>;
  secrets: string[];
}

function actionOf(connector: Connector, { operation, contract }: TaskPayload): Action {
  const [id, name = ''] = operation.split('.');
  const action = id === connector.id && Object.hasOwn(connector.actions, name) ? connector.actions[name] : undefined;
  if (!action) {
    throw new ConnectorError(
      'InvalidInput',
      `${operation} is no longer part of this installation. Publish the flow again.`,
    );
  }
  if (contract > connector.version) {
    throw new ConnectorError('Internal', `${operation} is asked for in a newer version than this function has.`);
  }
  return action as Action;
}

/** The output as flows get it: secrets hidden, small enough; a shape that differs from the schema is only a warning. */
function checked(
  output: Json | undefined,
  action: Action,
  redact: (text: string) => string,
): { output: Json; warning?: string } {
  const text = JSON.stringify(output ?? null);
  const size = Buffer.byteLength(text);
  if (size > outputLimit) {
    const kilobytes = Math.ceil(size / 1024);
    throw new ConnectorError(
      'InvalidInput',
      `The answer has ${kilobytes} KB; a step can carry ${outputLimit / 1024} KB. Ask for fewer entries or fewer fields.`,
    );
  }
  const safe = redact(text);
  const value: Json = safe === text ? (output ?? null) : JSON.parse(safe);
  const problem = unfit(action.output, value);
  return problem === undefined ? { output: value } : { output: value, warning: `Unexpected answer: ${problem}` };
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

function triedNow(claim: EffectClaim, error: unknown, redact: (text: string) => string) {
  const { name, message } = error as Error;
  return {
    startedAt: claim.startedAt,
    endedAt: new Date().toISOString(),
    error: { code: name, message: redact(message) },
  };
}

function unknownOutcome(): ConnectorError {
  return new ConnectorError(
    'Conflict',
    'A try was cut off before its answer came: it may have had its effect, and the step asks not to risk it twice. Look there before you run it again.',
  );
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
