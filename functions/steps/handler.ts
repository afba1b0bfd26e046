import middy from '@middy/core';
import { z } from 'zod';
import {
  callbackPayload,
  callPayload,
  giveUpPayload,
  itemFailedPayload,
  listPayload,
  loopFailurePayload,
  resultsPayload,
  waitPayload,
} from '#flows/compiler/task-payload.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { failure } from '#flows/text/failure.ts';
import { logCall } from '#functions/middleware/log-call.ts';
import { logLine } from '#functions/middleware/log-line.ts';
import { recordRefusal } from '#functions/store/awaited-step.ts';
import { callFlow } from './call-flow.ts';
import { giveUp } from './give-up.ts';
import { collectResults, itemFailed, listItems, loopFailure } from './large-loop.ts';
import { StepError } from './step-error.ts';
import { waitForCallback } from './wait-for-callback.ts';
import { waitForEvent } from './wait-for-event.ts';

type Payload = z.infer<typeof payload>;

const payload = z.discriminatedUnion('operation', [
  callbackPayload,
  callPayload,
  waitPayload,
  giveUpPayload,
  listPayload,
  itemFailedPayload,
  loopFailurePayload,
  resultsPayload,
]);

/** Carries out what is the platform's own: calls of other flows, waits for events, the ends of large loops. */
export const handler = middy<unknown, Json>({ timeoutEarlyInMillis: 0 })
  .use(
    logCall<unknown, Json>('steps', (event) => {
      const { run, step, operation } = event as Record<string, unknown>;
      return { run, step, operation };
    }),
  )
  .handler(perform);

async function perform(event: unknown): Promise<Json> {
  const read = payload.safeParse(event);
  const step = String((event as JsonObject | null)?.step ?? '');
  if (!read.success) {
    throw new StepError(failure('Internal', { id: 'notAPayload', params: { reason: read.error.message } }), step);
  }
  const now = Date.now();
  try {
    return await performed(read.data, now);
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

function performed(asked: Payload, now: number): Promise<Json> {
  switch (asked.operation) {
    case 'core.call':
      return callFlow(asked, now);
    case 'core.wait':
      return waitForEvent(asked, now);
    case 'core.callback':
      return waitForCallback(asked, now);
    case 'core.giveUp':
      return giveUp(asked, now);
    case 'core.list':
      return listItems(asked, now);
    case 'core.itemFailed':
      return itemFailed(asked);
    case 'core.failure':
      return loopFailure(asked, now);
    case 'core.results':
      return collectResults(asked, now);
  }
}

async function refused(payload: Payload, error: StepError, now: number): Promise<void> {
  if (error.name === 'Millrace.Again' || payload.operation === 'core.giveUp') return;
  const { run, path, step, operation } = payload;
  const input = 'input' in payload ? (payload.input as JsonObject) : null;
  await recordRefusal({ run, path, step, operation, input }, error.failure, now);
}
