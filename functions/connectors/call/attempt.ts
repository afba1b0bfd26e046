import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { parseInput } from '#flows/connectors/fitting.ts';
import type { Json } from '#flows/language/json.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import type { Redact } from '#functions/middleware/redact.ts';
import { type EffectClaim, effectKey } from '#functions/store/effect.ts';
import { isUncertain } from '../ports/network-error.ts';
import { type Host, mustGoOn, type Task } from './host.ts';
import { type TaskFailure, taskError } from './task-error.ts';

/** Seconds of a Retry-After that are waited for here; a longer wait is the state machine's. */
const longestNap = 5;

/** Naps of one invocation; a vendor that goes on asking is left to the retries of the state machine. */
const mostNaps = 2;

/** One call, or some when the vendor asks for a moment of patience. */
export async function attempt(host: Host, task: Task, redact: Redact): Promise<Json> {
  const { payload, action, run, deadline, fields, claim, uncertain } = task;
  if (uncertain && payload.onUncertain === 'fail') throw unknownOutcome();
  const input = parseInput(action.input, payload.input);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), Math.max(1, deadline - Date.now()));
  try {
    for (let naps = 0; ; naps++) {
      try {
        const output = await run({
          input,
          connection: fields,
          ports: host.ports(controller.signal),
          idempotencyKey: effectKey(payload.run, payload.path),
          signal: controller.signal,
          log: (message, data) => logLine('INFO', redact(message), { run: payload.run, path: payload.path, ...data }),
        });
        return (output as Json | undefined) ?? null;
      } catch (error) {
        if (payload.onUncertain === 'fail' && action.effects !== 'reads' && isUncertain(error)) throw unknownOutcome();
        const nap = naps < mostNaps ? napBefore(error, deadline) : undefined;
        if (nap === undefined) throw error;
        claim.before.push(triedNow(claim, taskError(error, payload.step, redact)));
        await sleep(nap);
        await mustGoOn(host, payload, await host.configured());
        claim.startedAt = new Date().toISOString();
      }
    }
  } finally {
    clearTimeout(timer);
  }
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
