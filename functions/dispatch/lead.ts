import { subscriptionKey } from '#flows/language/event-envelope.ts';
import { answerWaits } from '#functions/runs/answer-waits.ts';
import { shownData } from '#functions/runs/judge-event.ts';
import { withLocalTime } from '#functions/runs/schedule-data.ts';
import type { Leading, Led } from './leading.ts';
import { offer } from './offer.ts';
import type { Delivery } from './queue-batch.ts';

/**
 * Leads an event to whoever listens: flows that may start a run by it, and runs that wait for it. What came of it tells
 * whether the message must come again.
 */
export async function lead(received: Delivery, batch: Leading): Promise<Led> {
  const { type, flow, connection, id } = received.event;
  const key = subscriptionKey(type, connection ?? flow ?? '');
  const all = await batch.configured.subscriptions(key);
  // A sample of a vendor's event is meant for the flow that it shall start.
  const forAll = flow === undefined || type === 'core.webhook';
  const awaited = forAll && (await batch.configured.awaited()).has(key);
  const answered = awaited ? await answerWaits(key, received.event, batch.now(), batch.evaluatorOf) : [];
  batch.verdicts.push(...answered);
  // A sample of a vendor's event is meant for one flow, whoever else listens to the connection.
  const listeners = flow === undefined ? all : all.filter((listener) => listener.flow === flow);
  if (listeners.length === 0) {
    if (answered.length > 0) return batch;
    const plain = {
      event: id,
      trigger: type,
      at: new Date(batch.now()).toISOString(),
      conditions: [],
      data: shownData(received.event.data),
    };
    batch.verdicts.push({ ...plain, ...(flow !== undefined && { flow }), outcome: 'unmatched' });
    return batch;
  }
  const delivery = { ...received, event: withLocalTime(received.event) };
  const ends = await Promise.allSettled(listeners.map((listener) => offer(listener, delivery, batch)));
  const broken = ends.find((end) => end.status === 'rejected');
  return broken ? { ...batch, broken: broken.reason } : batch;
}
