import type { EventEnvelope } from '#flows/language/event-envelope.ts';

/** A batch of an SQS queue as Lambda hands it over, as far as it is read here. */
export interface QueueBatch {
  Records: { messageId: string; body: string }[];
}

/** Which messages are to come again. */
export interface QueueAnswer {
  batchItemFailures: { itemIdentifier: string }[];
}

/** One event of the bus. `delivery` is the bus's own id: the same when the queue repeats itself, new when a vendor does. */
export interface Delivery {
  delivery: string;
  event: EventEnvelope;
}

/** The EventBridge event in a message. Throws SyntaxError or TypeError when there is none. */
export function readDelivery(body: string): Delivery {
  const { id, detail } = JSON.parse(body) as { id: string; detail: EventEnvelope };
  if (typeof id !== 'string' || typeof detail?.id !== 'string' || typeof detail.type !== 'string') {
    throw new TypeError('The message holds no event of Millrace.');
  }
  return { delivery: id, event: detail };
}
