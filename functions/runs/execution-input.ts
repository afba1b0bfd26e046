import type { ExecutionInput } from '#flows/compiler/task-payload.ts';
import { type Failure, failure } from '#flows/text/failure.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { Run } from '#functions/store/run.ts';
import { callbackAddress } from './callback-signature.ts';

/** Bytes that an execution may be started with, https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const limit = 256 * 1024;

/** What the run's execution is started with, as JSON text; AppError 413 when Step Functions would not take it. */
export function executionInput(run: Run, env: Record<string, string>): string {
  const { id, startedAt, eventAt, event, flow, flowName, version, data, secret } = run;
  const input: ExecutionInput = {
    trigger: data as ExecutionInput['trigger'],
    run: { id, startedAt, eventAt, event },
    flow: { id: flow, name: flowName, version },
    env,
    ...(secret !== undefined && { callbacks: { address: callbackAddress(id), secret } }),
  };
  const text = JSON.stringify(input);
  if (text.length > limit / 4 && Buffer.byteLength(text) > limit) {
    throw new AppError(413, 'eventTooLarge', { params: { limit: limit / 1024 } });
  }
  return text;
}

/** The failure of a run whose `executionInput` Step Functions would not take. */
export function tooLargeEvent<C extends string>(code: C): Failure & { code: C } {
  return failure(code, { id: 'eventTooLarge', params: { limit: limit / 1024 } });
}
