import { firingAt } from '#flows/language/firing.ts';
import type { Json } from '#flows/language/json.ts';
import { EventTooLarge, eventBus } from '#functions/aws/event-bus.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { startManualRun } from '#functions/runs/start-manual-run.ts';
import { readHead } from '#functions/store/flow.ts';
import { readSettings } from '#functions/store/settings.ts';
import { type Subscription, subscriptionOfFlow } from '#functions/store/subscription.ts';
import { readVersion } from '#functions/store/version.ts';
import type { Handle } from '../door/call.ts';
import { sampleEvent } from './sample.ts';
import { startable } from './startable.ts';

const put = eventBus();

/** Starts the published version with the given `$trigger`; conditions are not asked. */
export const runFlow: Handle<'runFlow'> = async ({ params, body, now }) => {
  const { id } = params;
  const data = body.input ?? dataOfNow(await subscriptionOfFlow(id), now);
  return startable(id, () => startManualRun(id, data, now));
};

/** Sends an event through the whole path to this flow alone, conditions included. */
export const sendSample: Handle<'sendSample'> = async ({ params, body, now }) => {
  const { id } = params;
  const head = await readHead(id);
  if (!head) throw new AppError(404, 'noFlow', { params });
  if (!head.published || head.state === 'off') throw new AppError(409, 'notOn', { params });
  const text = body.data === undefined ? await readVersion(id, head.published.version) : undefined;
  const { timeZone } = await readSettings();
  const event = sampleEvent(id, head.published, { data: body.data, text }, now, timeZone);
  try {
    await put(event);
  } catch (cause) {
    if (cause instanceof EventTooLarge) throw new AppError(413, 'inputTooLarge', { field: 'body.data', cause });
    throw cause;
  }
  return { event: event.id };
};

/** A scheduled flow run by hand sees a firing of this moment; any other an empty input. */
function dataOfNow(subscription: Subscription | undefined, now: number): Json {
  if (subscription?.timeZone === undefined) return {};
  return { ...firingAt(new Date(now).toISOString(), subscription.timeZone) };
}
