import { executionInputLimit, isTooLargeInput } from '#flows/compiler/execution-input-limit.ts';
import type { ExecutionInput } from '#flows/compiler/task-payload.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { Run } from '#functions/store/run.ts';
import { callbackAddress } from './callback-signature.ts';

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
  if (isTooLargeInput(text)) {
    throw new AppError(413, 'eventTooLarge', { params: { limit: executionInputLimit / 1024 } });
  }
  return text;
}
