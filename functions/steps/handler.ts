import middy from '@middy/core';
import { z } from 'zod';
import { type CallPayload, callPayload, type WaitPayload, waitPayload } from '#flows/compiler/task-payload.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { failure } from '#flows/text/failure.ts';
import { logCall } from '#functions/middleware/log-call.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import { recordRefusal } from '#functions/store/awaited-step.ts';
import { callFlow } from './call-flow.ts';
import { StepError } from './step-error.ts';
import { waitForEvent } from './wait-for-event.ts';

const payload = z.discriminatedUnion('operation', [callPayload, waitPayload]);

/** Carries out the steps that are the platform's own: calls of other flows, waits for events. */
export const handler = middy<unknown, JsonObject>({ timeoutEarlyInMillis: 0 })
  .use(
    logCall<unknown, JsonObject>('steps', (event) => {
      const { run, step, operation } = event as Record<string, unknown>;
      return { run, step, operation };
    }),
  )
  .handler(perform);

async function perform(event: unknown): Promise<JsonObject> {
  const read = payload.safeParse(event);
  const step = String((event as JsonObject | null)?.step ?? '');
  if (!read.success) {
    throw new StepError(failure('Internal', { id: 'notAPayload', params: { reason: read.error.message } }), step);
  }
  const now = Date.now();
  try {
    return await (read.data.operation === 'core.call' ? callFlow(read.data, now) : waitForEvent(read.data, now));
  } catch (error) {
    if (error instanceof StepError) {
      await refused(read.data, error, now);
      throw error;
    }
    const { name, message } = error as Error;
    logLine('WARN', 'steps', { step, error: name, reason: message });
    throw new StepError({ code: 'Millrace.Again', message: `${name}: ${message}` }, step);
  }
}

async function refused(payload: CallPayload | WaitPayload, error: StepError, now: number): Promise<void> {
  if (error.name === 'Millrace.Again') return;
  const { run, path, step, operation, input } = payload;
  await recordRefusal({ run, path, step, operation, input: input as JsonObject }, error.failure, now);
}
